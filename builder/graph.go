package builder

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Graph is the plugins of a site and how they depend on one another.
type Graph struct {
	Nodes []GraphNode `json:"nodes"` // active plugins in load order, then the others, then what is missing
	Edges []GraphEdge `json:"edges"`
}

// A GraphNode is a plugin.
type GraphNode struct {
	ID      string `json:"id"`
	State   string `json:"state"` // "active", "disabled" or "missing"
	Version string `json:"version,omitempty"`
	Reason  string `json:"reason,omitempty"` // why it is disabled
	Link    string `json:"-"`                // where its box in a picture leads, "" for nowhere
}

// A GraphEdge leads from a plugin to one that it requires or replaces.
type GraphEdge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`           // "requires" or "replaces"
	Note string `json:"note,omitempty"` // of replaces: the version constraint
}

// NewGraph returns the graph of what Plugins has found.
func NewGraph(plugins []PluginReport) Graph {
	g := Graph{Nodes: []GraphNode{}, Edges: []GraphEdge{}}
	ids := map[string]string{} // as they are declared, by lower case
	for _, p := range plugins {
		ids[strings.ToLower(p.ID)] = p.ID
		g.Nodes = append(g.Nodes, GraphNode{ID: p.ID, State: p.State, Version: p.Version, Reason: p.Reason})
	}
	known := func(id string) string {
		k := strings.ToLower(id)
		if ids[k] == "" {
			ids[k] = id
			g.Nodes = append(g.Nodes, GraphNode{ID: id, State: "missing"})
		}
		return ids[k]
	}
	for _, p := range plugins {
		for _, id := range p.Requires {
			g.Edges = append(g.Edges, GraphEdge{From: p.ID, To: known(id), Kind: "requires"})
		}
		for _, id := range slices.Sorted(maps.Keys(p.Replaces)) {
			g.Edges = append(g.Edges, GraphEdge{From: p.ID, To: known(id), Kind: "replaces", Note: p.Replaces[id]})
		}
	}
	return g
}

// GraphFormats are the forms in which a graph is written, by name.
var GraphFormats = map[string]func(Graph) string{"json": Graph.JSON, "text": Graph.Text, "dot": Graph.DOT, "mermaid": Graph.Mermaid, "svg": Graph.SVG}

// JSON is the graph as data.
func (g Graph) JSON() string {
	out, err := json.MarshalIndent(g, "", "  ")
	if err != nil {
		panic(err) // it holds only texts
	}
	return string(out) + "\n"
}

// Text lists the plugins, each with what it requires and replaces.
func (g Graph) Text() string {
	out := map[string]string{}
	for _, e := range g.Edges {
		note := ""
		if e.Note != "" {
			note = " " + e.Note
		}
		out[e.From] += fmt.Sprintf("  %s %s%s\n", e.Kind, e.To, note)
	}
	var b strings.Builder
	for _, n := range g.Nodes {
		b.WriteString(n.ID)
		if n.State != "active" {
			fmt.Fprintf(&b, " (%s)", n.State)
		}
		b.WriteString("\n" + out[n.ID])
	}
	return b.String()
}

// DOT is the graph for Graphviz.
func (g Graph) DOT() string {
	var b strings.Builder
	b.WriteString("digraph plugins {\n  rankdir=RL;\n  node [shape=box, style=rounded];\n")
	for _, n := range g.Nodes {
		style := ""
		if n.State != "active" {
			style = fmt.Sprintf(", style=\"rounded,dashed\", tooltip=%s", dotText(n.State+" "+n.Reason))
		}
		fmt.Fprintf(&b, "  %s [label=%s%s];\n", dotText(n.ID), dotText(strings.TrimSpace(n.ID+"\n"+n.Version)), style)
	}
	for _, e := range g.Edges {
		style := ""
		if e.Kind == "replaces" {
			style = fmt.Sprintf(" [style=dashed, label=%s]", dotText("replaces "+e.Note))
		}
		fmt.Fprintf(&b, "  %s -> %s%s;\n", dotText(e.From), dotText(e.To), style)
	}
	return b.String() + "}\n"
}

// dotText quotes a text for Graphviz, whose only escape that matters is of quotes
// and backslashes.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.TrimSpace(s)) + `"`
}

// Mermaid is the graph for Mermaid. Nodes are numbered, because its ids are words.
func (g Graph) Mermaid() string {
	var b strings.Builder
	number := map[string]int{}
	b.WriteString("graph RL\n")
	for i, n := range g.Nodes {
		number[n.ID] = i
		fmt.Fprintf(&b, "  p%d[\"%s\"]", i, mermaidText(strings.TrimSpace(n.ID+" "+n.Version)))
		if n.State != "active" {
			b.WriteString(":::" + n.State)
		}
		b.WriteString("\n")
	}
	for _, e := range g.Edges {
		if e.Kind == "replaces" {
			fmt.Fprintf(&b, "  p%d -. \"%s\" .-> p%d\n", number[e.From], mermaidText(strings.TrimSpace("replaces "+e.Note)), number[e.To])
			continue
		}
		fmt.Fprintf(&b, "  p%d --> p%d\n", number[e.From], number[e.To])
	}
	return b.String() + "  classDef disabled stroke-dasharray: 4\n  classDef missing stroke-dasharray: 2\n"
}

// mermaidText writes what would end a text there as an entity.
func mermaidText(s string) string {
	return strings.NewReplacer(`"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "\n", " ").Replace(s)
}
