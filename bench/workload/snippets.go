package workload

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// A snippet is a piece of code whose result is known here. In its text, @x is
// filled in from params; «this¦that» is "this" in TypeScript and "that", or
// nothing, in JavaScript.
type snippet struct {
	text  string
	expr  string // what the checksum takes in
	value func(*params) uint32
}

// params are what makes one use of a snippet differ from the next.
type params struct {
	fill  map[string]string
	n     [5]int
	s     [3]string
	table map[string]int
	list  []int
}

func newParams(r *rand.Rand, n *names) *params {
	p := &params{fill: map[string]string{}, table: map[string]int{}}
	for _, key := range []string{"a", "b"} {
		p.fill["@"+key] = n.function()
	}
	for _, key := range []string{"x", "y"} {
		p.fill["@"+key] = n.variable()
	}
	p.fill["@T"], p.fill["@U"] = n.class(), n.class()
	for i := range p.n {
		p.n[i] = 2 + r.IntN(97)
		p.fill[fmt.Sprintf("@%d", i)] = fmt.Sprint(p.n[i])
	}
	keys := slices.DeleteFunc(r.Perm(len(nouns)), func(i int) bool { return nouns[i] == "label" }) // a name that a snippet uses
	for i := range p.s {
		p.s[i] = sentence(r)
		p.fill[fmt.Sprintf("@s%d", i)] = p.s[i]
		p.fill[fmt.Sprintf("@c%d", i)] = comment(r)
		p.fill[fmt.Sprintf("@k%d", i)] = nouns[keys[i]]
		p.fill[fmt.Sprintf("@m%d", i)] = newNames(r).function()
	}
	for range 3 + r.IntN(8) {
		p.table[pick(r, nouns)] = r.IntN(5000)
		p.list = append(p.list, r.IntN(5000))
	}
	p.fill["@table"] = p.tableText(r)
	p.fill["@list"] = strings.Trim(strings.ReplaceAll(fmt.Sprint(p.list), " ", ", "), "[]")
	return p
}

func (p *params) tableText(r *rand.Rand) string {
	var b strings.Builder
	for i, key := range slices.Sorted(maps.Keys(p.table)) {
		if i > 0 {
			b.WriteString(",")
		}
		if r.IntN(6) == 0 {
			fmt.Fprintf(&b, " // %s", sentence(r))
		}
		fmt.Fprintf(&b, "\n  %q: %d", key, p.table[key])
	}
	return "{" + b.String() + "\n}"
}

var (
	placeholder = regexp.MustCompile(`@(table|list|[a-zA-Z]\d|[a-zA-Z]|\d)`)
	alternative = regexp.MustCompile(`(?s)«([^»¦]*)(?:¦([^»]*))?»`)
)

// text fills a snippet's text in for one language.
func (p *params) text(kind Kind, text string) string {
	which := "$2"
	if kind == TypeScript {
		which = "$1"
	}
	text = alternative.ReplaceAllString(text, which)
	return placeholder.ReplaceAllStringFunc(text, func(key string) string {
		if text, ok := p.fill[key]; ok {
			return text
		}
		return key // as in @param
	})
}

var snippets = []snippet{
	{`/** @c0 */
«const¦var» @x«: Record<string, number>» = @table;

function @a(name«: string, fallback?: number») {
  if (!Object.prototype.hasOwnProperty.call(@x, name)) {
    throw new Error("@s0: " + name);
  }
  return @x[name];
}
`, `Object.keys(@x).reduce(function («sum: number, name: string¦sum, name») { return sum + @a(name); }, @1)`,
		func(p *params) uint32 {
			sum := p.n[1]
			for _, v := range p.table {
				sum += v
			}
			return uint32(sum)
		}},
	{`// @c0
// @c1
function @a(text«: string»)«: number» {
  «let¦var» @x = @1;
  for («let¦var» i = 0; i < text.length; i++) {
    @x = (@x * 33 + text.charCodeAt(i)) % 1000003;
  }
  return @x;
}
`, `@a("@s0")`,
		func(p *params) uint32 {
			h := p.n[1]
			for _, c := range []byte(p.s[0]) {
				h = (h*33 + int(c)) % 1000003
			}
			return uint32(h)
		}},
	{`/**
 * @c0
 * @param {string} text what to look at
 * @returns {number}
 */
«const @a = (text: string): number => {
  const found = text.match(/\b[a-m]\w{2,}\b/g);
  return found?.length ?? 0;
};¦function @a(text) {
  var found = text.match(/\b[a-m]\w{2,}\b/g);
  return found ? found.length : 0;
}»
`, `@a("@s0; @s1") * @1`,
		func(p *params) uint32 {
			return uint32(len(wordsToM.FindAllString(p.s[0]+"; "+p.s[1], -1)) * p.n[1])
		}},
	{`«interface @U {
  @k0: number;
  readonly label: string;
  next?: @U;
}

class @T {
  private readonly waiting: @U[] = [];

  constructor(public readonly limit: number) {}

  /** @c0 */
  @m0(entry: @U): boolean {
    if (this.waiting.length >= this.limit) return false;
    this.waiting.push(entry);
    return true;
  }

  get size(): number {
    return this.waiting.reduce((sum, entry) => sum + entry.@k0, 0);
  }
}¦function @T(limit) {
  this.limit = limit;
  this.waiting = [];
}

// @c0
@T.prototype.@m0 = function (entry) {
  if (this.waiting.length >= this.limit) return false;
  this.waiting.push(entry);
  return true;
};

@T.prototype.size = function () {
  return this.waiting.reduce(function (sum, entry) { return sum + entry.@k0; }, 0);
};»

«const¦var» @x = new @T(3);
[@list].forEach(function (@y«: number») {
  if (!@x.@m0({ @k0: @y, label: "@s0" })) {
    @x.@m0({ @k0: -@y, label: "@s1" });
  }
});
`, `@x.size«¦()»`,
		func(p *params) uint32 { return uint32(sum(p.list[:min(3, len(p.list))])) }},
	{`«enum @T { idle, @k0Wait = @1, loading, failed = @2 + 100 }¦var @T = { idle: 0, @k0Wait: @1, loading: @1 + 1, failed: @2 + 100 };»

/* @c0 */
function @a(state«: @T», steps«: number»)«: number» {
  «let¦var» total = 0;
  while (steps-- > 0) {
    switch (state) {
      case @T.idle:
        state = @T.@k0Wait;
        break;
      case @T.@k0Wait:
        state = @T.loading; // @s0
        break;
      case @T.loading:
        state = @T.failed;
        break;
      default:
        state = @T.idle;
    }
    total += state;
  }
  return total;
}
`, `@a(@T.idle, 4)`,
		func(p *params) uint32 { return uint32(p.n[1] + p.n[1] + 1 + p.n[2] + 100) }},
	{`// @c0
«const @x = "{@k0} @s0 {@k1}" as const;

function @a(values: { [key: string]: unknown }): string {
  return @x.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}¦var @x = "{@k0} @s0 {@k1}";

function @a(values) {
  return @x.replace(/\{(\w+)\}/g, function (whole, name) {
    return name in values ? String(values[name]) : whole;
  });
}»
`, `@a({ @k0: "@s1", @k1: "@s1" }).length`,
		func(p *params) uint32 { return uint32(2*len(p.s[1]) + len(p.s[0]) + 2) }},
	{`/** @c0 */
function @a«<T extends { rank: number }>»(items«: T[]»)«: T | undefined» {
  «const¦var» sorted = items.slice().sort(function (one, two) {
    return two.rank - one.rank;
  });
  return sorted[0];
}
`, `@a([@list].map(function (rank«: number») { return { rank: rank, title: "@s0" }; }))«!».rank`,
		func(p *params) uint32 { return uint32(slices.Max(p.list)) }},
	{`«const @x: Map<number, number> = new Map();

/** @c0 */
function @a(n: number): number {
  if (n < 2) return n + @1;
  let known = @x.get(n);
  if (known === undefined) {
    known = (@a(n - 1) + @a(n - 2)) % 65521;
    @x.set(n, known);
  }
  return known;
}¦var @x = {};

// @c0
function @a(n) {
  if (n < 2) return n + @1;
  if (!(n in @x)) {
    @x[n] = (@a(n - 1) + @a(n - 2)) % 65521;
  }
  return @x[n];
}»
`, `@a(@2)`,
		func(p *params) uint32 {
			a, b := p.n[1], p.n[1]+1
			for range p.n[2] - 1 {
				a, b = b, (a+b)%65521
			}
			return uint32(b)
		}},
	{`«type @T = (amount: number, topic?: string) => void;

const @x: { [topic: string]: @T[] } = {};¦var @x = {};»

function @a(topic«: string», listener«: @T») {
  (@x[topic] = @x[topic] || []).push(listener);
  return function () { // @s1
    @x[topic] = @x[topic].filter(function (other) { return other !== listener; });
  };
}

/* @c0 */
function @b(topic«: string», amount«: number») {
  «let¦var» heard = 0;
  (@x[topic] || []).forEach(function (listener) { listener(amount, topic); heard += 1; });
  return heard;
}

«let¦var» @y = 0;
@a("@k0", function (amount) { @y += amount; });
@a("@k0", function (amount) { @y += amount * 2; })();
`, `@b("@k0", @1) + @b("@k1:none", @2) + @y`,
		func(p *params) uint32 { return uint32(1 + p.n[1]) }},
	{`/**
 * @c0
 * @c1
 */
function @a«<K extends string, V>»(items«: V[]», by«: (item: V) => K») {
  «const groups = {} as Record<K, V[]>;¦var groups = {};»
  items.forEach(function (item) {
    «const¦var» key = by(item);
    if (groups[key]) groups[key].push(item);
    else groups[key] = [item];
  });
  return groups;
}
`, `Object.keys(@a([@list], function (n) { return "n" + (n % 7); })).length`,
		func(p *params) uint32 {
			seen := map[int]bool{}
			for _, v := range p.list {
				seen[v%7] = true
			}
			return uint32(len(seen))
		}},
	{`«const @x: Readonly<Record<string, string>>¦var @x» = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// @c0
function @a(text«: string») {
  return text.replace(/[&<>"]/g, function (sign) { return @x[sign]; });
}
`, `@a('<b title="@s0">@s1 & more</b>').length`,
		func(p *params) uint32 {
			return uint32(len(`&lt;b title=&quot;&quot;&gt; &amp; more&lt;/b&gt;`) + len(p.s[0]) + len(p.s[1]))
		}},
	{`/** @c0 */
function @a(query«: string»)«: Array<[string, number]>» {
  return query.split("&").map(function (part)«: [string, number]» {
    «const at = part.indexOf("=");
    return [decodeURIComponent(part.slice(0, at)), Number(part.slice(at + 1))];¦var pair = part.split("=");
    return [decodeURIComponent(pair[0]), parseInt(pair[1], 10)];»
  });
}
`, `@a("@k0=@1&@k1=@2&last%20@k2=@3").reduce(function (sum, pair) { return sum + pair[1] + pair[0].length; }, 0)`,
		func(p *params) uint32 {
			return uint32(p.n[1] + p.n[2] + p.n[3] + len(p.fill["@k0"]) + len(p.fill["@k1"]) + len("last ") + len(p.fill["@k2"]))
		}},
}

var wordsToM = regexp.MustCompile(`\b[a-m]\w{2,}\b`)

func sum(list []int) int {
	total := 0
	for _, v := range list {
		total += v
	}
	return total
}
