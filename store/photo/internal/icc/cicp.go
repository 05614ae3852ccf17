package icc

import "math"

// FromCICP makes the transform for the code points of an nclx box (ITU-T H.273): primaries of Display P3 (12, 11) or BT.2020 (9) with a
// transfer function close to sRGB's. It gives nil for sRGB's own primaries and for what it does not know, HDR among it.
func FromCICP(primaries, transfer int) *Transform {
	switch transfer {
	case 1, 2, 6, 13, 14, 15:
	default:
		return nil
	}
	var src [9]float64
	switch primaries {
	case 11, 12:
		src = [9]float64{0.515102, 0.291965, 0.157153, 0.241182, 0.692236, 0.066582, -0.001049, 0.041882, 0.784378}
	case 9:
		src = [9]float64{0.673459, 0.165661, 0.125100, 0.279033, 0.675338, 0.045629, -0.001931, 0.029977, 0.797162}
	default:
		return nil
	}
	t := &Transform{kind: Matrix}
	for i, v := range mul(dst, src) {
		t.m[i] = int32(math.Round(v * 4096))
	}
	for v := range 256 {
		x := float64(v) / 255
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		for i := range t.in {
			t.in[i][v] = int32(math.Round(65536 * x))
		}
	}
	return t
}
