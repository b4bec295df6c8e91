package builder

import (
	"fmt"
	"html"
	"strings"
)

// The measures of the picture, in pixels.
const (
	boxHeight, rowGap, columnGap, margin = 34, 14, 70, 12
	letter                               = 7.4 // width of one in the box's font
)

// A box is a plugin's place in the picture.
type box struct{ x, y, width float64 }

// SVG is a picture: what a plugin requires stands to its left. It takes its
// colours from the page around it.
func (g Graph) SVG() string {
	boxes, width, height := g.place()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="plugin-graph" role="img" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="ui-monospace, monospace" font-size="12">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%d plugins, and what they require</title>\n", len(g.Nodes))
	b.WriteString(`<defs><marker id="plugin-graph-end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>` + "\n")
	for _, e := range g.Edges {
		b.WriteString(edgeSVG(e, boxes[e.From], boxes[e.To]))
	}
	for _, n := range g.Nodes {
		at := boxes[n.ID]
		dash, title := "", ""
		if n.State != "active" {
			dash = ` stroke-dasharray="4 3" opacity=".6"`
			title = "<title>" + html.EscapeString(strings.TrimSpace(n.State+": "+n.Reason)) + "</title>"
		}
		open, end := "", ""
		if n.Link != "" {
			open, end = `<a href="`+html.EscapeString(n.Link)+`">`, "</a>"
		}
		fmt.Fprintf(&b, `%s<g%s>%s<rect x="%.1f" y="%.1f" width="%.1f" height="%d" rx="6" fill="none" stroke="currentColor"/><text x="%.1f" y="%.1f" text-anchor="middle" fill="currentColor">%s</text></g>%s`+"\n",
			open, dash, title, at.x, at.y, at.width, boxHeight, at.x+at.width/2, at.y+boxHeight/2+4, html.EscapeString(label(n)), end)
	}
	return b.String() + "</svg>\n"
}

func label(n GraphNode) string { return strings.TrimSpace(n.ID + " " + n.Version) }

// edgeSVG draws a curve from one box to another, or, where that is not to the
// left, around.
func edgeSVG(e GraphEdge, from, to box) string {
	dash := ""
	if e.Kind == "replaces" {
		dash = ` stroke-dasharray="5 4"`
	}
	x1, y1, x2, y2 := from.x, from.y+boxHeight/2, to.x+to.width, to.y+boxHeight/2
	bend, back := columnGap*0.6, -1.0
	if x2 >= x1 {
		x1, back = from.x+from.width, 1
	}
	return fmt.Sprintf(`<path d="M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" fill="none" stroke="currentColor"%s marker-end="url(#plugin-graph-end)"/>`+"\n",
		x1, y1, x1+back*bend, y1, x2+bend, y2, x2, y2, dash)
}

// place gives each plugin the column after those of what it requires, and in a
// column the row after those listed before.
func (g Graph) place() (boxes map[string]box, width, height float64) {
	columns := g.columns()
	widest, rows := map[int]float64{}, map[int]int{}
	last := 0
	for _, n := range g.Nodes {
		widest[columns[n.ID]] = max(widest[columns[n.ID]], float64(len([]rune(label(n))))*letter+20)
		last = max(last, columns[n.ID])
	}
	left := make([]float64, last+2)
	left[0] = margin
	for c := range last + 1 {
		left[c+1] = left[c] + widest[c] + columnGap
	}
	boxes = map[string]box{}
	for _, n := range g.Nodes {
		c := columns[n.ID]
		boxes[n.ID] = box{left[c], float64(margin + rows[c]*(boxHeight+rowGap)), widest[c]}
		rows[c]++
		height = max(height, boxes[n.ID].y+boxHeight+margin)
	}
	return boxes, max(left[last+1]-columnGap+margin+30, 2*margin), max(height, 2*margin)
}

// columns is how many plugins each stands after, along its longest way. Active
// plugins are listed after those they require, so one look at each is enough; what
// a disabled one requires may come later, and does not count then.
func (g Graph) columns() map[string]int {
	requires := map[string][]string{}
	for _, e := range g.Edges {
		if e.Kind == "requires" {
			requires[e.From] = append(requires[e.From], e.To)
		}
	}
	columns := map[string]int{}
	for _, n := range g.Nodes {
		column := 0
		for _, id := range requires[n.ID] {
			if c, listed := columns[id]; listed {
				column = max(column, c+1)
			}
		}
		columns[n.ID] = column
	}
	return columns
}
