package moduleid

import "testing"

func TestValid(t *testing.T) {
	for id, want := range map[string]struct{ valid, part, reserved bool }{
		"a": {true, true, false}, "dojo/_base/lang": {true, true, false}, "jquery-3.7.1": {true, true, false}, "a.b/c": {true, true, false}, ".a": {true, true, false},
		"": {}, "/a": {}, "a/": {}, "a//b": {}, ".": {}, "a/./b": {}, "..": {}, "../a": {}, "a/..": {}, "a..b": {},
		"a b": {}, "a\n": {}, "\na": {}, "a\x00": {}, "é": {}, "a\\b": {}, "a'": {}, "a?b": {}, "a!b": {}, "a:b": {}, "a\xff": {},
		"require": {false, true, true}, "exports": {false, true, true}, "module": {false, true, true}, "define": {false, true, true},
		"core/module": {true, true, false}, "require/a": {true, true, false}, "Require": {true, true, false},
		"__proto__": {false, false, true}, "a/__proto__/b": {false, false, true}, "__proto": {true, true, false},
	} {
		if got := Valid(id); got != want.valid {
			t.Errorf("Valid(%q) is %t", id, got)
		}
		if got := ValidPart(id); got != want.part {
			t.Errorf("ValidPart(%q) is %t", id, got)
		}
		if got := Reserved(id); got != want.reserved {
			t.Errorf("Reserved(%q) is %t", id, got)
		}
	}
}
