package photo

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"lanyard/store/photo/internal/fixture"
)

// BenchmarkImport is one photo by itself; .ci/bench-photos compares whole runs with other tools.
func BenchmarkImport(b *testing.B) {
	for _, c := range []struct {
		name    string
		w, h    int
		profile []byte
	}{
		{"12MP", 4032, 3024, nil},
		{"12MP-P3", 4032, 3024, fixture.Profile(fixture.DisplayP3, 0)},
		{"24MP-P3", 5712, 4284, fixture.Profile(fixture.DisplayP3, 0)},
		{"48MP", 8064, 6048, nil},
	} {
		b.Run(c.name, func(b *testing.B) {
			src := write(b, b.TempDir(), "IMG_0001.jpg", phone(c.w, c.h, 6, 1, c.profile))
			root := b.TempDir()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				dir := filepath.Join(root, strconv.Itoa(i))
				if err := os.Mkdir(dir, 0o755); err != nil {
					b.Fatal(err)
				}
				if _, err := Import(b.Context(), src, dir, Settings{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecode is what the preview and the tray ask for.
func BenchmarkDecode(b *testing.B) {
	src := write(b, b.TempDir(), "a.jpg", phone(4032, 3024, 6, 1, nil))
	for _, side := range []int{400, 1200} {
		b.Run(strconv.Itoa(side), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(b.Context(), src, side, side); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLook is what opening a folder costs per photo.
func BenchmarkLook(b *testing.B) {
	src := write(b, b.TempDir(), "a.jpg", phone(4032, 3024, 6, 1, nil))
	b.Run("Look", func(b *testing.B) {
		for b.Loop() {
			if _, err := Look(b.Context(), src); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Size", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := Size(src); err != nil {
				b.Fatal(err)
			}
		}
	})
}
