package site

import "text/template/parse"

// eachNode calls f for each node of a parsed template that does something, after those
// inside of it, so that f may change it.
func eachNode(n parse.Node, f func(parse.Node)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			eachNode(c, f)
		}
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, c := range n.Cmds {
			eachNode(c, f)
		}
	case *parse.CommandNode:
		for _, c := range n.Args {
			eachNode(c, f)
		}
	case *parse.ActionNode:
		eachNode(n.Pipe, f)
	case *parse.TemplateNode:
		eachNode(n.Pipe, f)
	case *parse.ChainNode:
		eachNode(n.Node, f)
	case *parse.IfNode:
		eachBranch(&n.BranchNode, f)
	case *parse.WithNode:
		eachBranch(&n.BranchNode, f)
	case *parse.RangeNode:
		eachBranch(&n.BranchNode, f)
	}
	f(n)
}

func eachBranch(n *parse.BranchNode, f func(parse.Node)) {
	eachNode(n.Pipe, f)
	eachNode(n.List, f)
	eachNode(n.ElseList, f)
}
