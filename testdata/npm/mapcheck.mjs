// mapcheck LAYER.js MAP ROOT COUNT: reads a source map with a reader that is not
// ours, samples COUNT identifiers of the layer, evenly spread, and compares what
// the map says of each with the files on disk below ROOT. Prints the number of
// identifiers that agree; lists the others and exits 1 when there are any.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(join(process.cwd(), 'x.js'));
const { TraceMap, decodedMappings } = require('@jridgewell/trace-mapping');

const [layer, mapFile, root, count] = process.argv.slice(2);
const lines = readFileSync(layer, 'utf8').split(/\n/);
const map = new TraceMap(readFileSync(mapFile, 'utf8'));
const files = map.sources.map((s) => readFileSync(join(root, s.replace(/^(\.\.\/)+/, '')), 'utf8').replace(/^\ufeff/, '').split(/\r\n|\r|\n/));

const identifier = /^[A-Za-z_$][\w$]*/;
const keyword = /^(?:function|return|var|let|const|new|typeof|void|this|null|true|false|if|else|for|while|in|of|do|case|switch|throw|try|catch|delete|instanceof|class|default|break|continue|yield|await|async|with|finally|extends|super|get|set|static)$/;
const candidates = [];
decodedMappings(map).forEach((segments, line) => {
  for (const s of segments) {
    if (s.length < 4) continue;
    const text = identifier.exec(lines[line].slice(s[0]))?.[0];
    if (text === undefined || keyword.test(text)) continue;
    candidates.push({ line, column: s[0], source: s[1], origLine: s[2], origColumn: s[3], want: s.length === 5 ? map.names[s[4]] : text });
  }
});

const total = Math.min(Number(count), candidates.length);
const wrong = [];
for (let i = 0; i < total; i++) {
  const c = candidates[Math.floor((i * candidates.length) / total)];
  const found = (files[c.source][c.origLine] ?? '').slice(c.origColumn);
  const name = identifier.exec(found)?.[0] ?? /^['"]([\w$]*)/.exec(found)?.[1];
  if (name !== c.want) wrong.push(`${map.sources[c.source]}:${c.origLine + 1}:${c.origColumn + 1}: want ${c.want}, found ${found.slice(0, 30)} (generated ${c.line + 1}:${c.column + 1})`);
}
for (const w of wrong.slice(0, 20)) console.log(w);
console.log(`${total - wrong.length} of ${total} identifiers agree, of ${candidates.length} in ${map.sources.length} files`);
process.exitCode = wrong.length ? 1 : 0;
