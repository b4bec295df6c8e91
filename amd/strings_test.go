package amd

import (
	"fmt"
	"strings"
	"testing"
)

func TestLiterals(t *testing.T) {
	src := "\ufeffvar a = 'one', b = \"t\\x77o\"; // 'no'\n" +
		"äö('thrée', `four`, `fi${'five'}ve`, 'a' + b, b + 'c', /'re'/, { 'key': 1 });\n\n`x\ny`; 'last'"
	want := "one 1:9 | two 1:20 | thrée 2:4 | four 2:13 | five 2:26 | key 2:66 | x\ny 4:1 | last 5:5"
	var got []string
	for _, l := range Literals([]byte(src)) {
		got = append(got, fmt.Sprintf("%s %d:%d", l.Text, l.Line, l.Column))
	}
	if s := strings.Join(got, " | "); s != want {
		t.Errorf("got  %q\nwant %q", s, want)
	}
	if got := Literals([]byte("'a' } '")); got != nil {
		t.Errorf("what cannot be read has %v", got)
	}
}
