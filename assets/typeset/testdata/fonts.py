#!/usr/bin/python3
"""Makes color.ttf and variable.ttf in this folder, with fonttools: fonts of a
few squares that tests look at the pixels of."""
import os

from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.TupleVariation import TupleVariation

HERE = os.path.dirname(os.path.abspath(__file__))


def box(x0, y0, x1, y1):
    p = TTGlyphPen(None)
    p.moveTo((x0, y0))
    p.lineTo((x0, y1))
    p.lineTo((x1, y1))
    p.lineTo((x1, y0))
    p.closePath()
    return p.glyph()


def begin(family, glyphs, cmap, metrics):
    fb = FontBuilder(1000, isTTF=True)
    fb.setupGlyphOrder(list(glyphs))
    fb.setupCharacterMap(cmap)
    fb.setupGlyf(glyphs)
    fb.setupHorizontalMetrics(metrics)
    fb.setupHorizontalHeader(ascent=800, descent=-200)
    fb.setupNameTable({'familyName': family, 'styleName': 'Regular'})
    fb.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    fb.setupPost()
    return fb


def color():
    names = ['.notdef', 'v0', 'lin', 'rad', 'swp', 'svg', 'sq', 'half']
    glyphs = {n: box(50, -100, 950, 800) for n in names}
    glyphs['half'] = box(50, -100, 500, 800)
    fb = begin('Lanyard Test Emoji Color', glyphs,
               {0x1F534: 'v0', 0x1F535: 'lin', 0x1F7E0: 'rad', 0x1F7E1: 'swp', 0x1F7E2: 'svg'},
               {n: (1000, 50) for n in names})

    def line(extend):
        return {'Extend': extend, 'ColorStop': [
            {'StopOffset': 0, 'PaletteIndex': 0, 'Alpha': 1.0}, {'StopOffset': 1, 'PaletteIndex': 1, 'Alpha': 1.0}]}

    def glyph(paint):
        return {'Format': 10, 'Glyph': 'sq', 'Paint': paint}

    center = {'centerX': 500, 'centerY': 350}
    turned = {'Format': 26, 'angle': 45, **center, 'Paint': glyph(
        {'Format': 6, 'ColorLine': line('reflect'), 'x0': 500, 'y0': 350, 'r0': 0, 'x1': 500, 'y1': 350, 'r1': 300})}
    fb.font['COLR'] = buildCOLR({
        'v0': [('sq', 0), ('half', 1)],
        'lin': glyph({'Format': 4, 'ColorLine': line('pad'), 'x0': 50, 'y0': 0, 'x1': 950, 'y1': 0, 'x2': 50, 'y2': 500}),
        'rad': {'Format': 1, 'Layers': [
            glyph({'Format': 2, 'PaletteIndex': 2, 'Alpha': 0.5}),
            {'Format': 18, 'scaleX': 0.6, 'scaleY': 0.6, **center, 'Paint': turned}]},
        'swp': glyph({'Format': 8, 'ColorLine': line('pad'), **center, 'startAngle': 0, 'endAngle': 360}),
    }, glyphMap={n: i for i, n in enumerate(names)})
    fb.font['CPAL'] = buildCPAL([[(1, 0, 0, 1), (0, 0, 1, 1), (0, 0.6, 0, 1)]])
    svg = newTable('SVG ')
    svg.docList = [('<svg id="glyph5" xmlns="http://www.w3.org/2000/svg" viewBox="0 54.4 64 64">'
                    '<circle fill="#FFDD67" cx="32" cy="32" r="30"/>'
                    '<circle fill="#664E27" cx="20.5" cy="23" r="5"/></svg>', 5, 5)]
    fb.font['SVG '] = svg
    fb.save(os.path.join(HERE, 'color.ttf'))


def variable():
    fb = begin('Lanyard Test Variable',
               {'.notdef': box(50, 0, 450, 500), 'space': TTGlyphPen(None).glyph(), 'a': box(100, 0, 300, 500)},
               {0x20: 'space', 0x61: 'a'}, {'.notdef': (500, 50), 'space': (250, 0), 'a': (500, 100)})
    fb.setupFvar([('wght', 400, 400, 700, 'Weight')], [])
    still, moved = (0, 0), (100, 0)
    fb.setupGvar({'a': [TupleVariation({'wght': (0, 1, 1)}, [still, still, moved, moved, still, moved, still, still])]})
    fb.save(os.path.join(HERE, 'variable.ttf'))


color()
variable()
