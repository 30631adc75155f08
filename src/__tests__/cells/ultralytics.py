# === ultralytics
from ultralytics import YOLO
m = YOLO("yolov8x.pt")
n = YOLO("yolov8n.yaml")
#> ultralytics.YOLO = yolov8x.pt
# === ultralytics: predicting
from ultralytics import YOLO
m = YOLO("yolov8x.pt")
# %%
m.predict("a.jpg")
m.train(data="coco.yaml")
