package amd

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// made is a module that is written by us and not by a file: a chunk of ES
// modules, a style sheet, data.
type made struct {
	deps      []string // ids, as the define's array lists them behind the given ones
	code      []byte   // the factory's body, when it is ready
	text      []byte   // else the chunk's text with its imports and exports rewritten, for esbuild ...
	edits     []edit   // ... the edits that made it ...
	chunk     *chunk   // ... and what they were made to
	late      []string // ids of what is asked for when the module runs
	snapshots []string // ids of what is looked at whole
	assets    []Asset  // files that the module names
	names     esNames
	helpers   []string // names of the helpers that the body needs
	loose     bool     // the body is not strict
}

// esNames are the names that a body has from us. No text of the chunk has them.
type esNames struct {
	prefix  string // of helpers
	interop string // a helper that is as long as "require", and takes its place ...
	mark    string // ... in front of what begins so: imports of a default or a namespace
}

// esPrefix begins the names of helpers, unless the text has it too.
const esPrefix = "$es_"

// newESNames returns names that do not occur in the text.
func newESNames(text []byte) esNames {
	n := esNames{esPrefix, "$import", "="}
	for bytes.Contains(text, []byte(n.prefix)) {
		n.prefix += "_"
	}
	for i := 0; bytes.Contains(text, []byte(n.interop)); i++ {
		n.interop = fmt.Sprintf("$%06d", i)
	}
	for bytes.Contains(text, []byte(`require("`+n.mark)) || bytes.Contains(text, []byte(`require(\"`+n.mark)) {
		n.mark += "="
	}
	return n
}

// unit turns the chunk into a define. Imports become dependencies, which the
// body gets by require, so that names stay live; exports become getters, which
// are there before anything of the body runs, so that cycles see them.
func (c *chunk) unit(ids func(string) string) *unit {
	w := chunkWriter{c: c, ids: ids, made: &made{chunk: c, loose: c.loose(), names: newESNames(c.text)}}
	w.write()
	return &unit{id: c.id, kind: defineUnit, file: c.file, whole: c.texts[c.file], src: w.made.text, made: w.made,
		scan: &scanResult{Return: -1, Module: -1, CacheCall: -1}}
}

// loose reports whether the chunk holds CommonJS modules alone, which may be
// of the sloppy kind.
func (c *chunk) loose() bool { return c.cjs && len(c.inputs) == 1 }

// A chunkWriter turns a chunk into the factory of a define.
type chunkWriter struct {
	*made
	c    *chunk
	ids  func(string) string
	head strings.Builder
}

func (w *chunkWriter) write() {
	if w.c.value.to > 0 && !w.c.public { // for import() alone
		w.c.exports = []esName{{"default", "__cjs"}}
	}
	for _, s := range w.together(w.c.imports) {
		w.importStatement(s)
	}
	if len(w.c.exports) > 0 || w.c.value.to == 0 {
		w.exports()
	}
	for _, path := range w.c.stars {
		w.head.WriteString(w.call("star") + "(require(" + quoteJS(w.depend(path)) + "));")
	}
	for _, s := range w.c.removed {
		w.edits = append(w.edits, edit{at: s.from, blank: s.to - s.from})
	}
	w.defaultValue()
	for _, d := range w.c.dynamics {
		w.dynamic(d)
	}
	for _, d := range w.c.requires {
		w.edits = append(w.edits, edit{at: d.callee.from, insert: "require", blank: d.callee.to - d.callee.from})
		w.literal(d, w.depend(d.path))
	}
	for _, m := range w.c.metas {
		w.edits = append(w.edits, edit{at: m.from, insert: w.call("meta") + "(" + quoteJS(w.c.address(m.file)) + ")", blank: m.to - m.from})
	}
	w.edits = append([]edit{{insert: w.head.String()}}, w.edits...)
	w.text, w.edits = applyEdits(w.c.text, w.edits)
}

// address is what a loader turns into the URL of a file of the chunk's package.
func (c *chunk) address(file string) string { return c.home.Name + "/" + c.within(file) }

// call returns the name of a helper, which the body then gets.
func (w *chunkWriter) call(helper string) string {
	w.need(helper)
	return w.names.prefix + helper
}

func (w *chunkWriter) need(helper string) {
	if !slices.Contains(w.helpers, helper) {
		w.helpers = append(w.helpers, helper)
	}
}

// depend adds what the chunk imports to the dependencies and returns its id.
func (w *chunkWriter) depend(p string) string {
	if strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../") {
		p = path.Join(path.Dir(w.c.path), p)
	}
	id := w.ids(p)
	if !slices.Contains(w.deps, id) && id != "" {
		w.deps = append(w.deps, id)
	}
	return id
}

// together makes one statement of all that import from one module: esbuild
// leaves each file of a chunk its own, and each becomes a require.
func (w *chunkWriter) together(imports []esImport) []esImport {
	var out []esImport
	at := map[string]int{}
	for _, s := range imports {
		id := w.depend(s.path)
		if i, ok := at[id]; ok {
			out[i].names = append(slices.Clip(out[i].names), s.names...)
			continue
		}
		at[id] = len(out)
		out = append(out, s)
	}
	return out
}

// importStatement writes the import of plain names as it is, and of a default or
// a namespace from an object that has both as d and n.
func (w *chunkWriter) importStatement(s esImport) {
	id := w.depend(s.path)
	var plain, interop []string
	for _, n := range s.names {
		switch n.name {
		case "default":
			interop = append(interop, "d as "+n.local)
		case "*":
			interop = append(interop, "n as "+n.local)
		default:
			plain = append(plain, quoteJS(n.name)+" as "+n.local)
		}
	}
	if plain != nil {
		w.head.WriteString("import{" + strings.Join(plain, ",") + "}from" + quoteJS(id) + ";")
	}
	if interop != nil {
		w.snapshots = append(w.snapshots, id)
		w.need("interop")
		w.head.WriteString("import{" + strings.Join(interop, ",") + "}from" + quoteJS(w.names.mark+id) + ";")
	}
}

func (w *chunkWriter) exports() {
	w.head.WriteString(w.call("export") + "({")
	for i, n := range w.c.exports {
		if i > 0 {
			w.head.WriteString(",")
		}
		w.head.WriteString("[" + quoteJS(n.name) + "]:()=>" + n.local)
	}
	w.head.WriteString("});")
}

// defaultValue makes "export default x" of a CommonJS module the define's own
// value; nothing else is written so.
func (w *chunkWriter) defaultValue() {
	if s := w.c.value; s.to > 0 && !w.c.public {
		w.edits = append(w.edits, edit{at: s.from, insert: "var __cjs=", blank: s.to - s.from})
	} else if s.to > 0 {
		w.need("module")
		w.edits = append(w.edits, edit{at: s.from, insert: "module.exports=", blank: s.to - s.from})
	}
}

func (w *chunkWriter) dynamic(d esDynamic) {
	w.edits = append(w.edits, edit{at: d.callee.from, insert: w.call("import"), blank: d.callee.to - d.callee.from})
	if d.path != "" {
		w.literal(d, w.resolve(d.path))
	}
}

// resolve is depend for what is asked for late.
func (w *chunkWriter) resolve(p string) string {
	deps := w.deps
	id := w.depend(p)
	w.deps, w.late = deps, append(w.late, id)
	return id
}

func (w *chunkWriter) literal(d esDynamic, id string) {
	w.edits = append(w.edits, edit{at: d.literal.from, insert: quoteJS(id), blank: d.literal.to - d.literal.from})
}

// esHelpers are what a body may need, by name: a function each, whose own name
// is written as "@" and that, until a prefix is found that nothing else has.
var esHelpers = map[string]string{
	"export": `function @export(g){Object.defineProperty(exports,"__esModule",{value:!0});for(var k in g)Object.defineProperty(exports,k,{enumerable:!0,get:g[k]})}`,
	"star":   `function @star(m){m&&Object.keys(m).forEach(function(k){k in exports||k==="default"||Object.defineProperty(exports,k,{enumerable:!0,get:function(){return m[k]}})})}`,
	"namespace": `function @namespace(m){if(m&&m.__esModule)return m;var n={default:m};if(m&&/^[of]/.test(typeof m))Object.getOwnPropertyNames(m).forEach(function(k){` +
		`k in n||Object.defineProperty(n,k,{enumerable:!0,get:function(){return m[k]}})});return n}`,
	"interop": `function @interop(i){var m=require(i.slice(@mark)),n;return{get d(){return m&&m.__esModule?m.default:m},get n(){return n=n||@namespace(m)}}}`,
	"import":  `function @import(i){return new Promise(function(y,n){require([String(i)],function(m){y(@namespace(m))},n)})}`,
	"style": `function @style(t){if(typeof document=="undefined")return;var s=document.createElement("style"),n=document.querySelector("script[nonce]");` +
		`if(n)s.nonce=n.nonce;s.textContent=t;document.head.append(s)}`,
	"link": `function @link(f){if(typeof document=="undefined")return;return new Promise(function(y,n){var l=document.createElement("link");l.rel="stylesheet";` +
		`l.href=require.toUrl(f);l.onload=function(){y()};l.onerror=function(){n(new Error(l.href+" could not be loaded"))};document.head.append(l)})}`,
	"value": `function @value(v){module.exports=v}`,
	"meta":  `function @meta(f){var u=new URL(require.toUrl(f),document.baseURI).href;return{url:u,resolve:function(s){return new URL(s,u).href}}}`,
}

// helperCode returns the functions that the body needs, in a fixed order.
func (m *made) helperCode() string {
	need := m.helpers
	if slices.Contains(need, "interop") || slices.Contains(need, "import") {
		need = append(need[:len(need):len(need)], "namespace")
	}
	var b strings.Builder
	for _, name := range sortedKeys(esHelpers) {
		if slices.Contains(need, name) {
			b.WriteString(esHelpers[name])
		}
	}
	r := strings.NewReplacer("@mark", strconv.Itoa(len(m.names.mark)), "@interop", m.names.interop, "@", cmp.Or(m.names.prefix, esPrefix))
	return r.Replace(b.String())
}

func (m *made) key(o *Options, u *unit) cacheKey {
	parts := [][]byte{[]byte("made"), []byte(u.id), []byte(u.file), m.code, m.text, []byte(strings.Join(m.deps, "\n")), []byte(strings.Join(m.helpers, " ")),
		[]byte(o.Format), {flag(o.Minify) | flag(o.SourceMaps)<<1 | flag(o.KeepNames)<<2 | flag(m.loose)<<3 | flag(u.named)<<4}, []byte(o.TopLevelAwait), []byte(o.Target), []byte(o.LegalComments)}
	if m.chunk != nil && o.SourceMaps {
		parts = append(parts, m.chunk.rawMap)
		for _, file := range m.chunk.inputs {
			seen := m.chunk.reads[stripNamespace(file)]
			parts = append(parts, []byte(file), seen[:])
		}
	}
	return newKey(parts...)
}

func flag(on bool) byte {
	if on {
		return 1
	}
	return 0
}

// blob writes the define.
func (m *made) blob(u *unit, opts *Options) *blob {
	b := &blob{file: u.file, source: u.whole}
	body, waits := m.code, false
	if m.chunk != nil {
		body, waits = m.compile(b, opts)
	}
	var j joiner
	j.text("define(")
	if opts.Format != FormatDojo || u.named {
		j.text(quoteJS(u.id) + ",")
	}
	given := []string{"require", "exports"}
	if waits || slices.ContainsFunc(m.helpers, func(h string) bool { return h == "module" || h == "value" || h == "link" }) {
		given = append(given, "module")
	}
	j.text(string(appendJSON(nil, append(given, m.deps...))) + ",function(" + strings.Join(given, ",") + "){")
	if !m.loose {
		j.text(`"use strict";`)
	}
	j.text(m.helperCode() + "\n")
	j.text(string(body))
	if len(body) > 0 && body[len(body)-1] != '\n' {
		j.text("\n")
	}
	j.text("});\n")
	b.code = j.code.Bytes()
	return b
}

// compile lets esbuild turn the chunk into a factory's body. waits tells that it
// awaits something before it is done.
func (m *made) compile(b *blob, opts *Options) (body []byte, waits bool) {
	result := api.Transform(string(m.text), m.options(opts))
	edits := m.edits
	if slices.ContainsFunc(result.Errors, func(e api.Message) bool { return strings.HasPrefix(e.Text, "Top-level await") }) {
		if opts.Format != FormatStrata {
			b.ds.Add(m.topLevelAwait(opts)...)
		}
		waits = true
		var edited []byte
		edited, edits = m.async()
		result = api.Transform(string(edited), m.options(opts))
	}
	for _, e := range result.Errors {
		b.ds.Add(diag.Diagnostic{File: b.file, Text: lowerFirst(e.Text), Hint: "correct the syntax of the file"})
	}
	if opts.SourceMaps && len(result.Errors) == 0 {
		m.compose(b, result, edits)
	}
	return bytes.ReplaceAll(result.Code, []byte(`require("`+m.names.mark), []byte(m.names.interop+`("`+m.names.mark)), waits
}

func (m *made) options(opts *Options) api.TransformOptions {
	o := api.TransformOptions{
		Loader: api.LoaderJS, Format: api.FormatCommonJS, LogOverride: duplicates, Target: targets[opts.Target], LegalComments: opts.legalInCode(), LogLevel: api.LogLevelSilent, TsconfigRaw: "{}", Charset: api.CharsetUTF8,
		MinifyWhitespace: opts.Minify, MinifyIdentifiers: opts.Minify, MinifySyntax: opts.Minify && !m.chunk.long, KeepNames: opts.KeepNames && opts.Minify,
	}
	if opts.SourceMaps {
		o.Sourcemap, o.SourcesContent = api.SourceMapExternal, api.SourcesContentExclude
	}
	return o
}

// async puts the chunk into an async function whose promise the loader waits
// for. Imports stay outside; exports are set up before the first await.
func (m *made) async() ([]byte, []edit) {
	head := m.edits[0].insert
	cut := 0
	if i := strings.Index(head, m.names.prefix+"export({"); i >= 0 {
		cut = i
	} else {
		cut = len(head)
	}
	edits := slices.Clone(m.edits)
	edits[0].insert = head[:cut] + "module.wait=(async()=>{" + head[cut:]
	edits = append(edits, edit{at: len(m.chunk.text), insert: "})();"})
	return applyEdits(m.chunk.text, edits)
}

// topLevelAwait says where a chunk awaits something, for loaders that do not wait.
func (m *made) topLevelAwait(opts *Options) diag.List {
	var out diag.List
	for _, file := range m.chunk.inputs {
		text := m.chunk.texts[file]
		result := api.Transform(string(text), api.TransformOptions{Loader: esLoaders[path.Ext(file)], Format: api.FormatCommonJS,
			LogLevel: api.LogLevelSilent, TsconfigRaw: "{}"})
		for _, e := range result.Errors {
			if e.Location != nil && strings.HasPrefix(e.Text, "Top-level await") {
				out.Add(topLevelAwait(file, text, offsetOf(text, e.Location), opts))
			}
		}
	}
	return out
}
