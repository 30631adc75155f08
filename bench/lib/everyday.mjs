/** A cell of 200 lines of everyday analysis; `seed` makes each text new to the cell reader. */
export function everydayCell(seed) {
  const kinds = [
    i => `values_${i} = [x * ${i} for x in data if x > ${seed}]`,
    i => `frame["c${i}"] = frame["a"].rolling(${i + 1}).mean()  # step ${seed}`,
    i => `ax.plot(frame.index, frame["c${i}"], label=f"series {i:02d}")`,
    i => `def step_${i}(a, b=${i}):\n    return a + b + ${seed}`,
    i => `if len(values_${i}) > 3:\n    print("values", values_${i}[:3], sep=", ")`
  ];
  const lines = Array.from({ length: 160 }, (_, i) => kinds[i % kinds.length](i)).join('\n');
  return lines.split('\n').slice(0, 200).join('\n');
}
