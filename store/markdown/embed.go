package markdown

import (
	"slices"
	"sort"
)

// maxShortcodes bounds how deep shortcodes are looked into that hold each other;
// what stands deeper is shown as it is written.
const maxShortcodes = 8

func (c *converter) embed(k cut) Inline {
	in := Inline{Kind: Embed}
	in.From, in.To = c.at(k.from-c.base, k.to-c.base)
	if k.code == nil {
		return in
	}
	s := *k.code
	shift := c.base + c.top
	s.From, s.To, s.innerFrom = s.From-shift, s.To-shift, s.innerFrom-shift
	s.Params = slices.Clone(s.Params)
	for i := range s.Params {
		s.Params[i].From -= shift
		s.Params[i].To -= shift
	}
	if s.Inner != "" && !rawInner(s.Name) && c.depth < maxShortcodes {
		s.Blocks = c.inner(k.code)
	}
	in.Shortcode = &s
	return in
}

// rawInner names the shortcodes whose inside is not prose.
func rawInner(name string) bool {
	switch name {
	case "highlight", "gist", "mermaid", "echarts", "raw", "math", "katex", "code", "style", "comment":
		return true
	}
	return false
}

// inner converts the inside of a shortcode; positions stay those of the block
// the shortcode lies in.
func (c *converter) inner(s *Shortcode) []*Block {
	from := s.innerFrom
	sub := converter{engine: c.engine, base: from, raw: s.Inner, top: c.base + c.top - from, depth: c.depth + 1}
	sub.cuts = findCuts(s.Inner, 0)
	sub.src = mask(s.Inner, 0, sub.cuts)
	if sub.src == nil {
		sub.src = []byte(s.Inner)
	}
	for i := range sub.cuts {
		k := &sub.cuts[i]
		k.from, k.to = k.from+from, k.to+from
		if k.code != nil {
			k.code.From, k.code.To, k.code.innerFrom = k.code.From+from, k.code.To+from, k.code.innerFrom+from
			for j := range k.code.Params {
				k.code.Params[j].From += from
				k.code.Params[j].To += from
			}
		}
	}
	return sub.nested(c)
}

// cutRefs adds the references that shortcodes between two positions make.
func (c *converter) cutRefs(from, to int) {
	for _, k := range c.cutsFrom(from) {
		if k.from-c.base >= to {
			break
		}
		if k.code == nil || k.from-c.base < from {
			continue
		}
		c.codeRefs(k.code, c.base+c.top)
	}
}

func (c *converter) codeRefs(s *Shortcode, shift int) {
	if s.Closing {
		return
	}
	key, image := "", false
	switch s.Name {
	case "figure", "img", "image":
		key, image = "src", true
	case "ref", "relref":
		key = "path"
	default:
		if s.Get("src", -1) == "" {
			return
		}
		key, image = "src", true
	}
	for _, p := range s.Params {
		if p.Key == key || p.Key == "" && (key == "path" || s.Name != "figure") {
			c.info.refs = append(c.info.refs, Reference{
				Kind: RefShortcode, Image: image, Name: s.Name, Dest: p.Value, Alt: s.altText(), Title: s.Get("title", -1),
				From: p.From - shift, To: p.To - shift, NodeFrom: s.From - shift, NodeTo: s.To - shift,
			})
			return
		}
	}
}

// nested converts the region of a shortcode's inside for the block of outer.
func (c *converter) nested(outer *converter) []*Block {
	if outer.engine.model == nil {
		return nil
	}
	top := c.top
	blocks, starts := c.run(scope{}, scope{})
	for i, b := range blocks {
		shift := starts[i] - (c.base + top)
		b = shiftBlock(b, shift)
		for _, r := range b.top.refs {
			r.From, r.To, r.NodeFrom, r.NodeTo = r.From+shift, r.To+shift, r.NodeFrom+shift, r.NodeTo+shift
			outer.info.refs = append(outer.info.refs, r)
		}
		outer.info.noteRefs = append(outer.info.noteRefs, b.top.noteRefs...)
		b.top = nil
		blocks[i] = b
	}
	return blocks
}

// shiftBlock moves the positions of a block that nobody else holds yet.
func shiftBlock(b *Block, by int) *Block {
	b.From, b.To = b.From+by, b.To+by
	for i := range b.textAt {
		b.textAt[i].from += by
		b.textAt[i].to += by
	}
	shiftInlines(b.Inlines, by)
	if b.Shortcode != nil {
		shiftCode(b.Shortcode, by)
	}
	for _, ch := range b.Children {
		shiftBlock(ch, by)
	}
	return b
}

func shiftCode(s *Shortcode, by int) {
	s.From, s.To, s.innerFrom = s.From+by, s.To+by, s.innerFrom+by
	for i := range s.Params {
		s.Params[i].From += by
		s.Params[i].To += by
	}
	for _, b := range s.Blocks {
		shiftBlock(b, by)
	}
}

func shiftInlines(ins []Inline, by int) {
	for i := range ins {
		in := &ins[i]
		in.From, in.To = in.From+by, in.To+by
		if in.DestTo > 0 {
			in.DestFrom, in.DestTo = in.DestFrom+by, in.DestTo+by
		}
		for j := range in.Attrs {
			in.Attrs[j].From += by
			in.Attrs[j].To += by
		}
		if in.Shortcode != nil {
			shiftCode(in.Shortcode, by)
		}
		shiftInlines(in.Children, by)
	}
}

func sortRefs(refs []Reference) {
	sort.SliceStable(refs, func(i, j int) bool { return refs[i].From < refs[j].From })
}
