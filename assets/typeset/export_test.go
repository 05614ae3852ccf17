package typeset

// MaskBytes returns what the rasterizer's cache holds.
func MaskBytes(r *Rasterizer) int {
	n := 0
	for _, gen := range []map[maskKey]*mask{r.cache.young, r.cache.old} {
		for _, m := range gen {
			n += 128
			if m != nil {
				n += len(m.alpha)
				if m.color != nil {
					n += len(m.color.Pix)
				}
			}
		}
	}
	return n
}
