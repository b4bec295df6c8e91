package amd

import (
	"bytes"
	"path"

	"github.com/evanw/esbuild/pkg/api"
)

// What Options.LegalComments may be besides "inline", which is the default.
const (
	legalNone      = "none"
	legalCollected = "collected"
)

// isLegal reports whether a comment is one that a licence may demand to be kept.
func isLegal(comment []byte) bool {
	if len(comment) > 2 && comment[2] == '!' {
		return true
	}
	at := bytes.IndexByte(comment, '@')
	return at >= 0 && (bytes.Contains(comment[at:], []byte("@license")) || bytes.Contains(comment[at:], []byte("@preserve")))
}

// legalInCode is what esbuild does with such comments.
func (o *Options) legalInCode() api.LegalComments {
	if o.LegalComments == legalNone || o.LegalComments == legalCollected {
		return api.LegalCommentsNone
	}
	return api.LegalCommentsInline
}

// legalComments returns the legal comments of what becomes the unit's code.
func (u *unit) legalComments() [][]byte {
	src, spans := u.src, u.scan.Legal
	if u.made != nil {
		src, spans = u.made.text, nil
		if x, err := lex(src); err == nil {
			spans = x.legal
		}
	}
	var out [][]byte
	for _, s := range spans {
		out = append(out, src[s.from:s.to])
	}
	return out
}

// collect adds the unit's legal comments to those of the layer, each once.
func (w *layerWriter) collect(u *unit) {
	if w.opts.LegalComments != legalCollected {
		return
	}
	for _, comment := range u.legalComments() {
		if key := string(bytes.TrimSpace(comment)); !w.said[key] {
			if w.said == nil {
				w.said = map[string]bool{}
			}
			w.said[key] = true
			w.legal = append(append(w.legal, key...), "\n\n"...)
		}
	}
}

// legalSuffix ends the name of the file beside a layer that holds its comments.
const legalSuffix = ".LEGAL.txt"

// nameLegal writes where the layer's legal comments are.
func (w *layerWriter) nameLegal(l Layer) {
	if l.Legal != nil {
		w.out.text("/*! For license information please see " + path.Base(l.Path) + legalSuffix + " */\n")
	}
}
