# === spacy
import spacy
nlp = spacy.load("en_core_web_trf")
#> spacy.load = en_core_web_trf
# === spacy without a model
import spacy
nlp = spacy.blank("en")
from spacy import displacy
displacy.render(nlp("x"))
# === flair and stanza
from flair.models import SequenceTagger
import stanza
t = SequenceTagger.load("ner-large")
p = stanza.Pipeline("de")
#> flair.models.SequenceTagger.load = ner-large
#> stanza.Pipeline = de
