package raster

import (
	"image"

	"lanyard/store/photo/internal/icc"
)

// JFIF brings planes whose matrix coefficients (ITU-T H.273: 1 BT.709, 5 and 6 BT.601, 9 BT.2020) or range are not those of JPEG to
// JPEG's full range BT.601, in place. Unknown matrices count as BT.601.
func JFIF(m *image.YCbCr, matrix int, full bool) {
	kr, kb := 0.299, 0.114
	switch matrix {
	case 1:
		kr, kb = 0.2126, 0.0722
	case 9, 10:
		kr, kb = 0.2627, 0.0593
	default:
		if full {
			return
		}
	}
	// One linear map per sample: expand the range, then matrix → RGB → BT.601. Luma gains from chroma only where the matrix differs.
	ly, lc, black := 1.0, 1.0, 0.0
	if !full {
		ly, lc, black = 255.0/219, 255.0/224, 16
	}
	kg := 1 - kr - kb
	rv, bu := 2*(1-kr), 2*(1-kb)
	gu, gv := -kb*bu/kg, -kr*rv/kg
	// y' = 1·y + yu·u + yv·v, u' = uu·u + uv·v, v' = vu·u + vv·v for centred chroma.
	yu, yv := 0.587*gu+0.114*bu, 0.299*rv+0.587*gv
	uu, uv := (bu-yu)/1.772, -yv/1.772
	vu, vv := -yu/1.402, (rv-yv)/1.402
	fix := func(f float64) int32 { return int32(f * 65536) }
	a, b, c := fix(ly), fix(yu*lc), fix(yv*lc)
	d, e, f, g := fix(uu*lc), fix(uv*lc), fix(vu*lc), fix(vv*lc)
	off := int32(-black*ly*65536) + 1<<15
	p := planes(m)
	sx, sy := icc.Steps(m.SubsampleRatio)
	for cy := range p[1].h {
		for cx := range p[1].w {
			pu, pv := &p[1].pix[cy*p[1].stride+cx], &p[2].pix[cy*p[2].stride+cx]
			u, v := int32(*pu)-128, int32(*pv)-128
			add := b*u + c*v + off
			for y := cy * sy; y < min((cy+1)*sy, p[0].h); y++ {
				row := p[0].pix[y*p[0].stride+cx*sx : y*p[0].stride+min((cx+1)*sx, p[0].w)]
				for i, l := range row {
					row[i] = uint8(min(max((a*int32(l)+add)>>16, 0), 255))
				}
			}
			*pu = uint8(min(max((d*u+e*v+257<<15)>>16, 0), 255))
			*pv = uint8(min(max((f*u+g*v+257<<15)>>16, 0), 255))
		}
	}
}

// Expand brings luma of limited range to full range, in place.
func Expand(m *image.Gray) {
	var table [256]uint8
	for i := range table {
		table[i] = uint8(min(max((2*(i-16)*255+219)/438, 0), 255))
	}
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride : y*m.Stride+m.Rect.Dx()]
		for i, v := range row {
			row[i] = table[v]
		}
	}
}
