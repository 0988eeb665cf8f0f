/**
 * The class names of a YOLO dataset file, in its three usual forms. No YAML parser: one key is all that is wanted.
 *
 *     names: [cat, 'dog']      names:            names:
 *                                - cat             0: cat
 *                                - dog             1: dog
 */
export function namesInYaml(text: string): string[] | undefined {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => line.trimEnd());
  const at = lines.findIndex((line) => /^names\s*:/.test(line));
  if (at < 0) return undefined;
  const rest = lines[at].replace(/^names\s*:\s*(#.*)?/, '');
  if (/^[[{]/.test(rest)) return inline([rest, ...lines.slice(at + 1)].join(' '));
  const names: string[] = [];
  for (const line of lines.slice(at + 1)) {
    if (line === '') continue;
    const item = /^\s*-\s+(.*)$/.exec(line) ?? /^\s+(?:"?\d+"?)\s*:\s*(.*)$/.exec(line);
    if (!item) break;
    const number = /^\s+"?(\d+)"?\s*:/.exec(line)?.[1];
    const place = number === undefined ? names.length : Number(number);
    // Names that are left out would be holes.
    if (place !== names.length) return undefined;
    names.push(unquoted(item[1]));
  }
  return names;
}

/** "[a, 'b']" or "{0: a, 1: b}", up to the bracket that closes it. */
function inline(text: string): string[] | undefined {
  const inside = /^\[([^\]]*)\]|^\{([^}]*)\}/.exec(text);
  const list = inside?.[1] ?? inside?.[2];
  if (list === undefined) return undefined;
  const items = list.match(/"[^"]*"|'[^']*'|[^,'"\s][^,]*|\d+\s*:\s*("[^"]*"|'[^']*')/g) ?? [];
  return items.map((item) =>
    unquoted(inside?.[2] === undefined ? item : item.replace(/^"?\d+"?\s*:\s*/, '')),
  );
}

/** A scalar in quotes of either kind, or plain up to a comment. */
function unquoted(text: string): string {
  const trimmed = text.trim();
  const double = /^"(?:[^"\\]|\\.)*"/.exec(trimmed)?.[0];
  const single = /^'(?:[^']|'')*'/.exec(trimmed)?.[0];
  let scalar = trimmed.replace(/(^|\s)#.*$/, '');
  if (single !== undefined) scalar = single.slice(1, -1).replaceAll("''", "'");
  else if (double !== undefined) {
    try {
      scalar = String(JSON.parse(double));
    } catch {
      scalar = double.slice(1, -1);
    }
  }
  return scalar.trim().slice(0, 1000);
}
