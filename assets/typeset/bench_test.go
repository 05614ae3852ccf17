package typeset_test

import (
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
)

// chinese is a text of n characters with a mark about every twelve.
func chinese(n int) string {
	var b strings.Builder
	stock := []rune("大会背景介绍开源社区与朋友们的一个程序和中文好用在了是这")
	for i := range n {
		switch {
		case i%12 == 11:
			b.WriteString("，")
		case i%53 == 52:
			b.WriteString("。")
		default:
			b.WriteRune(stock[(i*i+i/3)%len(stock)])
		}
	}
	return b.String()
}

func english(n int) string {
	words := strings.Fields("the conference was held in a large hall where people from all over met to talk about clusters and networks")
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(words[(i*i+i/3)%len(words)])
		b.WriteByte(' ')
	}
	return b.String()[:n]
}

func BenchmarkShapeWarm(b *testing.B) {
	for name, text := range map[string]string{"Chinese1000": chinese(1000), "English1000": english(1000)} {
		b.Run(name, func(b *testing.B) {
			s := typeset.NewShaper(typesettest.Book())
			s.Shape(text, nil, base)
			b.ReportAllocs()
			for b.Loop() {
				s.Shape(text, nil, base)
			}
		})
	}
}

func BenchmarkShapeCold(b *testing.B) {
	book := typesettest.Book()
	b.Run("Chinese1000", func(b *testing.B) {
		stock := []rune("大会背景介绍开源社区与朋友们的一个程序和中文好用在了是这")
		benchmarkCold(b, book, 12, "，", func(n int) string { return string(stock[n%len(stock)]) })
	})
	b.Run("English1000", func(b *testing.B) {
		benchmarkCold(b, book, 6, " ", func(n int) string { return string(rune('a' + n%26)) })
	})
}

// benchmarkCold shapes texts of 1,000 letters in words that never come again.
func benchmarkCold(b *testing.B, book *typeset.Book, word int, gap string, letter func(int) string) {
	rng := rand.New(rand.NewPCG(1, 1))
	s := typeset.NewShaper(book)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		var text strings.Builder
		for i := range 1000 {
			if i%word == word-1 {
				text.WriteString(gap)
			} else {
				text.WriteString(letter(rng.IntN(1 << 20)))
			}
		}
		b.StartTimer()
		s.Shape(text.String(), nil, base)
	}
}

func BenchmarkWrap(b *testing.B) {
	p := typeset.NewShaper(typesettest.Book()).Shape(chinese(1000), nil, base)
	b.ReportAllocs()
	for b.Loop() {
		p.Wrap(630)
	}
}

func BenchmarkDrawRow700(b *testing.B) {
	for name, text := range map[string]string{"Chinese": chinese(46), "English": english(95)} {
		b.Run(name, func(b *testing.B) {
			p := typeset.NewShaper(typesettest.Book()).Shape(text, nil, base)
			r := typeset.NewRasterizer(8 << 20)
			img := image.NewRGBA(image.Rect(0, 0, 700, 24))
			b.ReportAllocs()
			for b.Loop() {
				r.DrawRow(img, 0, 0, p, 0)
			}
		})
	}
}

func BenchmarkDrawRowFirstTime(b *testing.B) {
	p := typeset.NewShaper(typesettest.Book()).Shape(chinese(46), nil, base)
	img := image.NewRGBA(image.Rect(0, 0, 700, 24))
	b.ReportAllocs()
	for b.Loop() {
		typeset.NewRasterizer(8<<20).DrawRow(img, 0, 0, p, 0)
	}
}

func BenchmarkShapeMegabyteLine(b *testing.B) {
	text := strings.Repeat("大会背景介绍开源社区与朋友们的一个程序和中文好用在了是这", 1<<20/84)
	s := typeset.NewShaper(typesettest.Book())
	b.ReportAllocs()
	for b.Loop() {
		s.Shape(text, nil, base).Wrap(630)
	}
}
