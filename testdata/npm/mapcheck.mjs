// mapcheck LAYER.js MAP ROOT COUNT, or mapcheck FOLDER ROOT COUNT for every layer
// below a folder: reads a source map with a reader that is not ours, samples
// COUNT identifiers of the layer, evenly spread, and compares what the map says
// of each with the files on disk below ROOT. The content of each source in the
// map has to be that of the file. Prints the number of identifiers that agree;
// lists the others and exits 1 when there are any.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(join(process.cwd(), 'x.js'));
const { TraceMap, decodedMappings } = require('@jridgewell/trace-mapping');

const identifier = /^[A-Za-z_$][\w$]*/;
const keyword = /^(?:function|return|var|let|const|new|typeof|void|this|null|true|false|if|else|for|while|in|of|do|case|switch|throw|try|catch|delete|instanceof|class|default|break|continue|yield|await|async|with|finally|extends|super|get|set|static)$/;

function check(layer, mapFile, root, count) {
  const lines = readFileSync(layer, 'utf8').split(/\n/);
  const map = new TraceMap(readFileSync(mapFile, 'utf8'));
  const texts = map.sources.map((s) => readFileSync(join(root, s.replace(/^(\.\.\/)+/, '')), 'utf8').replace(/^\ufeff/, ''));
  const files = texts.map((text) => text.split(/\r\n|\r|\n/));

  const candidates = [];
  decodedMappings(map).forEach((segments, line) => {
    for (const s of segments) {
      if (s.length < 4) continue;
      const text = identifier.exec(lines[line].slice(s[0]))?.[0];
      if (text === undefined || keyword.test(text)) continue;
      candidates.push({ line, column: s[0], source: s[1], origLine: s[2], origColumn: s[3], want: s.length === 5 ? map.names[s[4]] : text });
    }
  });

  const total = Math.min(count, candidates.length);
  const wrong = [];
  map.sources.forEach((s, i) => {
    if (map.sourcesContent && map.sourcesContent[i]?.replace(/^\ufeff/, '') !== texts[i]) wrong.push(`${s}: the map's content is not the file's`);
  });
  for (let i = 0; i < total; i++) {
    const c = candidates[Math.floor((i * candidates.length) / total)];
    const found = (files[c.source][c.origLine] ?? '').slice(c.origColumn);
    const name = identifier.exec(found)?.[0] ?? /^['"]([\w$]*)/.exec(found)?.[1];
    if (name !== c.want) wrong.push(`${map.sources[c.source]}:${c.origLine + 1}:${c.origColumn + 1}: want ${c.want}, found ${found.slice(0, 30)} (generated ${c.line + 1}:${c.column + 1})`);
  }
  return { wrong, total, candidates: candidates.length, files: files.length };
}

const args = process.argv.slice(2);
const layers = args.length > 3
  ? [[args[0], args[1]]]
  : readdirSync(args[0], { recursive: true }).map((name) => join(args[0], name)).filter((name) => name.endsWith('.js') && existsSync(`${name}.map`)).sort().map((name) => [name, `${name}.map`]);
const [root, count] = args.slice(-2);
const sum = { wrong: [], total: 0, candidates: 0, files: 0 };
for (const [layer, mapFile] of layers) {
  const one = check(layer, mapFile, root, Number(count));
  for (const key of Object.keys(sum)) sum[key] = key === 'wrong' ? sum.wrong.concat(one.wrong) : sum[key] + one[key];
}
for (const w of sum.wrong.slice(0, 20)) console.log(w);
console.log(`${sum.total - sum.wrong.length} of ${sum.total} identifiers agree, of ${sum.candidates} in ${sum.files} files and ${layers.length} layers`);
process.exitCode = sum.wrong.length || !sum.total ? 1 : 0;
