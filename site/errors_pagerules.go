package site

import (
	"fmt"

	"strata/internal/diag"
)

func errFrontMatter(key, wrong string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%q in the front matter %s", key, wrong), Hint: "correct it; frontMatter in the configuration says what has to be there"}
}

func errFrontMatterKey(key string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%q is no key of front matter that rules can be about", key),
		Hint: didYouMean(key, ruledKeys, fmt.Sprintf("write %q for a value under params", "params."+key))}
}
