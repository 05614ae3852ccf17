#!/usr/bin/python3
"""Makes the subsets in this folder from the fonts that Debian installs
(fonts-noto-core, fonts-noto-cjk, fonts-noto-color-emoji, fonts-dejavu-core),
with fonttools. Run it to add a character: the tests' pictures may change."""
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
NOTO = '/usr/share/fonts/truetype/noto/'
CJK = '/usr/share/fonts/opentype/noto/NotoSansCJK-%s.ttc'
REGULAR = """
一上下不与丑且世业两个中为主么义之九也了事于云些产人今介从他代以们件会但体何作你
使例供保信做先光入全公关其具内写冰决出分切则初删到制前剪力功加务动包化区协单原参
及友发变句只可台号合同名后向命和器因图在地场型基复外多够大好如子字存它安完定实客
家容对将就展岁工已布常平年并序应度建开式引当很得微心态性息您情成我或户所打找技持
指换据接控提撤支改数整文斜新方日时春是景暮更替最月有朋服期本术机来构果架查标格案
检模次止正此段比永求没法注流测源演点然爱片版现理生用由界癸的目直相看码示社种移程
稿端等简管粗粘系级线组绍经结给络统网置署群者而背能自节草落行被要见规角解计议设访
证试话该误说请调贴资赵路转过运还这进选逐通部都配里重量金链销错长问间除集需非面项
题骨高
"""
BOLD = """
一上下不与丑世个中为之九也了于云些今介从代以们件会体作你使例供保做光入关其内写冰
出分切初删到制前剪功加务动化区原友发句可号同后和器因图在地基复多大好如子存它定实
家容对将就岁常年并应度建开式引很性成我户所打找持换据接提撤数文斜新方日时春是景暮
更替最月有朋服期本来构查标格检止此段永求流测源点爱片现理生用由界癸的目直看码社程
稿等粗粘系绍统网置者而背能自草落行要见角解议试话误说请贴资赵路过这进选通部配重量
链销错长问间除集需面题骨
"""
MARKS = '，。、；：？！“”‘’（）《》〈〉「」『』【】—…·～￥％＋－　'
KANA = 'あいうえおかがきのにほんごではをすアイウエオカキ' + '한국어'


def subset(source, name, text=None, unicodes=None, features='*', more=()):
    cmd = ['pyftsubset', source, '--output-file=' + os.path.join(HERE, name), '--no-hinting',
           '--name-IDs=0,1,2,3,4,5,6,13,14,16,17', '--name-languages=0x409', '--notdef-outline',
           '--layout-features=' + features, *more]
    if text:
        cmd.append('--text=' + ''.join(sorted(set(text) - {'\n'})))
    if unicodes:
        cmd.append('--unicodes=' + unicodes)
    subprocess.run(cmd, check=True)


LETTERS = 'kern,mark,mkmk,ccmp,liga,locl'
LATIN = ('U+20-7E,U+A0-FF,U+300-304,U+308,U+30A-30C,U+323,U+327,U+370-3CE,U+410-420,U+430-440,U+1E00-1E03,'
         'U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2190-2193,U+2212,U+20AC,U+25CC,U+FB01,U+FB02')
SMALL = 'U+20-7E,U+A0-FF,U+2010-2015,U+2018-201E,U+2026,U+2022'
IDEOGRAPHS = dict(features='locl,kern,mark,ccmp',
                  more=('--font-number=2', '--desubroutinize', '--drop-tables+=vhea,vmtx,VORG,BASE'))

subset(CJK % 'Regular', 'NotoSansCJKsc-Regular.subset.otf', text=REGULAR + MARKS + KANA, **IDEOGRAPHS)
subset(CJK % 'Bold', 'NotoSansCJKsc-Bold.subset.otf', text=BOLD + MARKS, **IDEOGRAPHS)
subset(NOTO + 'NotoSans-Regular.ttf', 'NotoSans-Regular.subset.ttf', unicodes=LATIN, features=LETTERS)
subset(NOTO + 'NotoSans-Bold.ttf', 'NotoSans-Bold.subset.ttf', unicodes=SMALL, features=LETTERS)
subset(NOTO + 'NotoSans-Italic.ttf', 'NotoSans-Italic.subset.ttf', unicodes=SMALL, features=LETTERS)
subset('/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf', 'DejaVuSansMono.subset.ttf',
       unicodes=SMALL + ',U+2500-2502,U+21B5,U+250C,U+2510,U+2514,U+2518', features=LETTERS)
subset(NOTO + 'NotoSansSymbols2-Regular.ttf', 'NotoSansSymbols2-Regular.subset.ttf',
       unicodes='U+2400-2424,U+2713,U+2717', features=LETTERS)
subset(NOTO + 'NotoSansArabic-Regular.ttf', 'NotoSansArabic-Regular.subset.ttf',
       unicodes='U+20,U+60C,U+61B,U+61F,U+621-63A,U+640-652,U+660-669',
       features='init,medi,fina,isol,rlig,ccmp,mark,mkmk,calt')
subset(NOTO + 'NotoSansHebrew-Regular.ttf', 'NotoSansHebrew-Regular.subset.ttf',
       unicodes='U+20,U+5B0-5BC,U+5C1,U+5C2,U+5D0-5EA', features='ccmp,mark')
subset(NOTO + 'NotoColorEmoji.ttf', 'NotoColorEmoji.subset.ttf',
       text='😀🎉👍🏽👨👩👧\u200d\ufe0f❤1\u20e3🇨🇳', features='ccmp,liga')
