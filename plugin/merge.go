package plugin

import "strata/internal/diag"

// A merger joins the lists of plugins in load order, in which each key is once.
type merger[T any] struct {
	list  func(*Contributions) *[]T
	key   func(T) string
	again func(later, first T) diag.Diagnostic // what is said of a key that an earlier plugin has
	later bool                                 // then the later one takes the place of the first; else it is left out
}

func (m merger[T]) merge(set Set, all *Contributions, ds *diag.List) {
	out := m.list(all)
	at := map[string]int{}
	for _, p := range set.Active {
		for _, x := range *m.list(&p.Contributions) {
			i, taken := at[m.key(x)]
			if !taken {
				at[m.key(x)] = len(*out)
				*out = append(*out, x)
				continue
			}
			ds.Add(m.again(x, (*out)[i]))
			if m.later {
				(*out)[i] = x
			}
		}
	}
}
