package workload

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

var folders = []string{"views", "model", "data", "widgets", "util", "views/parts", "model/stores", "dialogs", "rules", "net"}

var nouns = strings.Fields(`account action address alias anchor archive badge banner basket batch binding bucket button calendar
	card category certificate channel chart client column comment contact counter cursor customer dashboard device dialog digest
	document domain draft editor entry event export facet feed field filter folder form gauge grid group handle header history host
	icon image import index invoice item job journal key label layer layout ledger limit link list locale lock log mailbox marker
	member menu message metric mirror node note notice option order owner package page panel parcel password path patch payment
	permission picker policy policyset port preset preview profile project prompt proxy query queue quota range rate record region
	registry relation reminder report request resource response role route row rule schedule schema scope search section selection
	sender sequence server service session setting shelf sidebar signature slot snapshot sorter source stack state station status
	store stream subject summary supplier switch tab table tag target task template tenant term theme thread ticket timer title
	token toolbar topic total trace track transfer tree trigger user value vault vendor version view volume voucher widget window
	worker zone`)

var verbs = strings.Fields(`accept add adjust allow append apply approve arrange assign attach balance begin bind build cancel check
	clear close collect combine compare confirm connect convert copy count create decode defer deliver describe detach drop encode
	ensure evaluate expand expire extend fetch fill filter find finish flush follow format freeze gather grant group handle hide
	hold include insert inspect join keep limit listen load locate lock make map mark match measure merge mount move normalize
	notify observe open order pack parse pause pick place plan prepare print publish pull push quote read rebuild receive recover
	reduce refresh register release rename render repeat replace report request reset resolve restore resume retry return reveal
	revoke round schedule search select send serve settle share show shrink skip sort split start stop store submit sum suspend
	sync tag toggle track trim unlock update validate verify watch wrap write`)

var adjectives = strings.Fields(`active bare bold brief broad busy central clean clear closed common compact current custom deep
	default direct double early empty equal exact external final first fixed flat fresh full general global hidden idle initial
	inner internal joint large last late latest legal local long lower main major merged minor missing mixed narrow native nested
	next open outer partial pending plain previous primary private public quick quiet rapid raw ready recent regular related remote
	rough safe second secure shallow sharp short silent simple single small soft sorted spare stable stale static steady strict
	strong temporary thin total upper valid visible warm weak whole wide`)

// names hands out the identifiers of one module, each once.
type names struct {
	r    *rand.Rand
	used map[string]bool
}

func newNames(r *rand.Rand) *names { return &names{r, map[string]bool{}} }

// once returns what make returns, as soon as that is new.
func (n *names) once(make func() string) string {
	for {
		name := make()
		if len(n.used) > 1500 {
			name = fmt.Sprintf("%s%d", name, len(n.used))
		}
		if !n.used[name] && !reserved[name] {
			n.used[name] = true
			return name
		}
	}
}

// reserved are the words of the lists, and of the code around them, that no
// variable may have as its name.
var reserved = map[string]bool{"switch": true, "default": true, "export": true, "import": true, "package": true, "private": true,
	"public": true, "static": true, "return": true, "define": true, "require": true, "module": true, "exports": true, "checksum": true,
	"handlers": true, "native": true, "final": true, "double": true, "short": true, "long": true, "open": true, "close": true, "stop": true,
	"print": true, "history": true, "status": true, "event": true, "window": true, "document": true,
	"items": true, "groups": true, "values": true, "steps": true} // parameters of snippets

// function is a name such as renderPanel.
func (n *names) function() string {
	return n.once(func() string {
		if n.r.IntN(4) == 0 {
			return pick(n.r, verbs) + title(pick(n.r, adjectives)) + title(pick(n.r, nouns))
		}
		return pick(n.r, verbs) + title(pick(n.r, nouns))
	})
}

// variable is a name such as pendingOrders.
func (n *names) variable() string {
	return n.once(func() string {
		switch n.r.IntN(4) {
		case 0:
			return pick(n.r, nouns) + title(pick(n.r, nouns))
		case 1:
			return pick(n.r, nouns) + "s"
		}
		return pick(n.r, adjectives) + title(pick(n.r, nouns))
	})
}

// class is a name such as TicketQueue.
func (n *names) class() string {
	return n.once(func() string { return title(pick(n.r, nouns)) + title(pick(n.r, nouns)) })
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// sentence is a line of prose without quotes.
func sentence(r *rand.Rand) string {
	s := fmt.Sprintf("the %s %s", pick(r, adjectives), pick(r, nouns))
	switch r.IntN(5) {
	case 0:
		s = fmt.Sprintf("%s %s before %s %s is %s", pick(r, verbs), s, pick(r, adjectives), pick(r, nouns), pick(r, adjectives))
	case 1:
		s += fmt.Sprintf(" of the %s can only %s one %s", pick(r, nouns), pick(r, verbs), pick(r, nouns))
	case 2:
		s = fmt.Sprintf("cannot %s %s", pick(r, verbs), s)
	case 3:
		s += fmt.Sprintf(" has %d %s %ss", 2+r.IntN(60), pick(r, adjectives), pick(r, nouns))
	}
	return s
}

// comment is a sentence or two, as they stand above a function.
func comment(r *rand.Rand) string {
	s := title(sentence(r))
	if r.IntN(3) == 0 {
		s += ", and " + sentence(r)
	}
	if r.IntN(4) == 0 {
		s += fmt.Sprintf(" (see #%d)", 100+r.IntN(9000))
	}
	return s + "."
}
