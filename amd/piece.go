package amd

// A piece is where the code of one unit lies in a layer.
type piece struct {
	unit     int // index among the plan's units
	from, to int // byte offsets
}

// index returns the places of the plan's units.
func (p plan) index() map[*unit]int {
	out := make(map[*unit]int, len(p.units))
	for i, u := range p.units {
		out[u] = i
	}
	return out
}

// unit writes the unit's code and notes where it is.
func (w *layerWriter) unit(u *unit) {
	w.collect(u)
	from := w.out.code.Len()
	w.out.blob(w.blobs[u])
	w.pieces = append(w.pieces, piece{w.index[u], from, w.out.code.Len()})
}

func appendPieces(b []byte, pieces []piece) []byte {
	b = appendInt(b, len(pieces))
	at := 0
	for _, p := range pieces {
		b = appendInt(appendInt(appendInt(b, p.unit), p.from-at), p.to-p.from)
		at = p.to
	}
	return b
}

func readPieces(r *packReader) []piece {
	out := make([]piece, r.length())
	at := 0
	for i := range out {
		out[i].unit = r.int()
		out[i].from = at + r.int()
		out[i].to = out[i].from + r.int()
		at = out[i].to
	}
	return out
}
