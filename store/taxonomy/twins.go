package taxonomy

import (
	"strings"
	"sync"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold makes terms equal that an author hardly means as two: case, full and half width, composed and decomposed accents, blanks, hyphens and
// underscores, and the traditional and simplified forms of common characters do not count.
func Fold(term string) string {
	var b strings.Builder
	table := simplified()
	for _, r := range cases.Fold().String(norm.NFKC.String(term)) {
		switch r {
		case ' ', '-', '_', '·', '\u3000':
			continue
		}
		if s, ok := table[r]; ok {
			r = s
		}
		b.WriteRune(r)
	}
	if b.Len() == 0 { // a term of such signs alone is like itself only
		return term
	}
	return b.String()
}

// simplified gives the simplified form of a traditional character.
var simplified = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, len(traditional)/6)
	var from rune
	for i, r := range []rune(traditional) {
		if i%2 == 0 {
			from = r
		} else {
			m[from] = r
		}
	}
	return m
})

// traditional are pairs of a traditional character and its simplified form: those that are common in the words by which posts are sorted. Where
// several characters became one, each has its pair; a character that stands for another word, too, in simplified texts has none.
const traditional = "" +
	"來来個个們们傳传價价億亿優优儲储兒儿兩两冊册凍冻創创劃划劇剧劉刘劑剂勁劲動动務务勝胜勞劳勢势匯汇區区卻却厲厉參参吳吴員员問问啟启喚唤喪丧喬乔單单嗎吗嘆叹嘗尝嚴严" +
	"囑嘱國国圍围園园圓圆圖图團团執执堅坚報报場场塊块塗涂塵尘墊垫壇坛壓压壞坏壯壮壽寿夢梦夥伙夾夹奧奥奪夺奮奋妝妆婦妇媽妈嬌娇孫孙學学實实寧宁審审寫写寬宽寶宝將将專专" +
	"尋寻對对導导層层屬属岡冈島岛峽峡崗岗嶺岭帥帅師师帳帐帶带幣币幫帮幹干幾几庫库廂厢廚厨廟庙廠厂廢废廣广張张強强彈弹彎弯彙汇後后徑径從从復复恆恒恥耻悅悦惡恶惱恼愛爱" +
	"態态慣惯慶庆憂忧憐怜憑凭憲宪憶忆懇恳應应懷怀懸悬戀恋戰战戲戏戶户拋抛挾挟捨舍掃扫掛挂採采揚扬換换揮挥損损搖摇搶抢摯挚撐撑撥拨擁拥擇择擊击擋挡擔担據据擠挤擬拟擴扩" +
	"擾扰攔拦攜携攝摄敗败敵敌數数斂敛斬斩斷断於于昇升時时晉晋晝昼暈晕暢畅曆历曉晓曬晒書书會会東东條条棄弃棗枣棟栋棧栈業业極极榮荣構构槍枪樁桩樂乐樓楼標标樞枢樣样樸朴" +
	"樹树橋桥機机檔档檢检檯台欄栏權权歐欧歡欢歲岁歷历歸归殘残殼壳毀毁氣气決决沒没況况淚泪淨净淺浅渦涡測测湊凑湯汤準准溝沟溫温滅灭滯滞滿满漁渔漢汉漲涨漸渐潔洁潛潜潤润" +
	"澆浇澤泽濃浓濕湿濟济濤涛濫滥濱滨瀏浏瀾澜灘滩灣湾災灾為为烏乌無无煉炼煙烟煩烦熱热燈灯燒烧營营爐炉爛烂爭争爺爷牆墙狀状猶犹獄狱獅狮獎奖獨独獲获獸兽獻献現现瑪玛環环" +
	"瓊琼產产畢毕畫画異异當当疊叠療疗癢痒發发盡尽監监盤盘眾众睜睁礎础礙碍禮礼禱祷種种稱称積积穩稳窮穷竊窃競竞筆笔節节範范築筑簡简簽签籃篮籌筹糧粮糾纠紀纪約约紅红納纳" +
	"純纯紗纱紙纸級级細细紹绍終终組组結结絕绝絡络給给統统絲丝經经綠绿維维綱纲網网緊紧緒绪線线緣缘編编緩缓練练縣县縮缩縱纵總总織织繪绘繫系繼继續续羅罗習习聖圣聞闻聯联" +
	"聰聪聲声職职聽听肅肃腦脑腸肠膚肤膠胶臉脸臨临與与舉举舊旧艦舰莊庄華华萬万葉叶著着蒼苍蓋盖蓮莲蔣蒋薦荐藝艺藥药蘇苏蘋苹蘭兰處处虛虚號号螢萤蟲虫術术衛卫衝冲裏里補补" +
	"裝装裡里製制複复襲袭見见規规視视親亲覺觉覽览觀观訂订計计訊讯討讨訓训託托記记訪访設设許许訴诉診诊評评詞词詢询試试詩诗話话該该詳详誇夸誌志認认語语誠诚誤误說说誰谁" +
	"課课調调談谈請请論论諸诸謀谋謎谜謙谦講讲謝谢謹谨證证識识譜谱譯译議议護护譽誉讀读變变讓让豐丰貓猫貝贝負负財财貢贡貧贫貨货責责買买貸贷費费貼贴貿贸賀贺資资賓宾賞赏" +
	"賢贤賣卖質质賴赖購购賽赛贈赠贊赞贏赢趕赶趙赵跡迹踐践躍跃車车軌轨軍军軟软軸轴較较載载輔辅輕轻輛辆輝辉輪轮輯辑輸输轉转辦办辭辞農农這这連连進进遊游運运過过達达違违" +
	"遙遥遞递遠远適适遷迁選选遺遗還还邊边郵邮鄉乡鄰邻醫医釋释釐厘釘钉針针銀银銅铜鋼钢錄录錢钱錦锦錯错錶表鍵键鍾钟鎖锁鎮镇鏈链鏡镜鐘钟鐵铁鑒鉴鑰钥長长門门閃闪閉闭開开" +
	"閒闲間间閣阁閱阅闆板關关陣阵陰阴陳陈陸陆陽阳隊队階阶際际隨随險险隱隐隻只雙双雜杂雞鸡離离難难雲云電电霧雾靈灵靜静韓韩響响頁页頂顶項项順顺須须預预頓顿領领頭头頻频" +
	"題题額额顏颜願愿顛颠類类顧顾顯显風风飄飘飛飞飯饭飲饮飾饰養养館馆馬马駐驻駕驾騎骑騙骗騰腾驅驱驗验驚惊體体髮发鬆松鬥斗鬧闹魚鱼鮮鲜鳥鸟鳳凤鳴鸣鴨鸭鷹鹰鹽盐麗丽麥麦" +
	"麵面黃黄點点黨党齊齐齒齿龍龙龜龟"
