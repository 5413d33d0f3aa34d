"""Finds names and companies in Chinese: a family name where context announces one."""

import re
from cites.nonnominal.findings import FindingKind, LIKELY, matches, POSSIBLE, Span
from cites.nonnominal.names.lists import lists
from collections.abc import Iterable, Iterator


HAN = "\u4e00-\u9fff"
TEXT = re.compile(f"[{HAN}]")
#: The most frequent family names: those of two characters, then those of one.
COMPOUND = (
    "欧阳|司马|上官|诸葛|司徒|夏侯|令狐|皇甫|尉迟|公孙|慕容|东方|独孤|南宫|西门|长孙|宇文"
)
COMPOUNDS = re.compile(COMPOUND)
FAMILY = (
    rf"(?:{COMPOUND}|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程"
    "魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛"
    "郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟"
    "邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储"
    "原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平"
    "计索宣晋相初门云容敬来扈晁芮都普阙戈])"
)
#: Family names that are hardly ever another word.
SURE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋许韩冯邓曹彭曾肖萧董袁潘蔡蒋"
    "余杜叶魏吕丁沈姚卢姜崔钟谭汪廖贾夏邹孟熊秦邱尹薛阎侯龙陶黎贺顾郝龚邵"
)
#: Further ones that are no words of grammar.
FREQUENT = SURE + (
    "高唐石金钱严武戴莫孔汤温康施牛樊葛邢齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿焦俞柳甘祝宁符舒阮柯纪梅童凌毕裴霍涂苗谷"
    "翁冉骆蓝辛靳柴蒙鲍喻祁蒲房滕饶牟艾穆农卓吉缪芦麦褚娄窦戚岑宫费卜冷晏席米柏瞿桂佟臧闵苟池洪朴田江傅范苏任雷史"
    "毛万覃段白冼邝佘阙刀岩玉欧诸司上夏令皇尉公慕东独南西长宇"
)
GIVEN = rf"[{HAN}]{{1,2}}"
#: Characters that names of other languages are written with.
FOREIGN = (
    "[夫买吐涅娃娅茨霞蕾妲芙薇彼赖帖仑伐摩默厄彻敦逊盖阿卜埃艾昂奥巴贝比宾博布查茨达戴丹德登迪蒂丁杜多恩尔法菲费芬弗福盖甘戈格根古瓜哈海汉罕赫亨胡华霍吉加贾"
    "杰金喀卡凯坎康科可克肯库奎拉莱赖兰朗劳勒雷里利莉丽连列林琳隆卢鲁路伦罗洛马玛迈曼梅门蒙米密敏"
    "明莫默姆穆拿纳娜南内尼妮宁努诺欧帕潘佩蓬皮普齐奇恰乔切琴琼让热日荣茹瑞若萨塞赛桑瑟森沙莎尚"
    "舍什史斯松苏所索塔泰坦汤特腾提铁廷通图托瓦万旺威韦维魏温翁沃乌西希锡夏香谢辛欣雄休旭逊雅亚"
    "延扬尧耶叶伊依因英尤于约泽扎詹朱兹祖佐]"
)
#: What may follow a name, and is no part of it.
AFTER = (
    "(?=自|个|打|攞|落|拎|搵|都|话|讲|佢|咗|喺|冇|同案|同埋|同意|同时|住|换|寄|下|剥|望风|签|约定|提供|提货|付款|拒|取|安排|亲自|"
    "致电|即|则|仍|再次|就|很|刚|今|明天|明早|"
    "先生|女士|小姐|太太|经理|老板|师傅|说|称|表示|承认|供述|交代|否认|驾驶|被|于|在|的|和|与|及|"
    "负责|从|将|把|已|昨|今|用|向|到|来|去|又|曾|以|因|涉嫌|携带|驾车|购买|出售|贩卖|藏匿|交给|签字|签名|要求|购|卖|买|收|送|藏|给|没|拿|是|有|系|持|乘|供|身|涉|等|及|后|其|也|均|都|经|通过|手机|住|户籍|本人|名下|家中|处|这|那|告|指|运|入|出|带|雇|托|派|，|。|、|；|：|（|）|[,.;:()|\\s_]|$)"
)
BEHIND = re.compile(AFTER, re.M)
ROLES = (
    "(?:嫌疑人|犯罪嫌疑人|司机|货主|收货人|发货人|托运人|承运人|联系人|法人|法定代表人|被告|被告人|原告|"
    "证人|老板|经理|总经理|船长|船员|旅客|乘客|买家|卖家|中间人|同伙|妻子|丈夫|哥哥|弟弟|姐姐|妹妹|"
    "儿子|女儿|父亲|母亲|朋友|邻居|姓名|名字叫|名叫|叫做|叫|法官|律师|检察官|警官|民警|关员|队长|科长|"
    "处长|局长|猎人|商人|村民|护林员|兽医|会计|秘书|翻译|保安|厨师|工人|员工|签收人|申报人|报关员|"
    "妹夫|姐夫|弟媳|嫂子|岳父|岳母|叔叔|舅舅|侄子|侄女|外甥|堂兄|堂弟|表弟|表哥|表姐|儿媳|女婿|情人|女友|男友|"
    "未婚妻|室友|同事|同学|老乡|教授|医生|老师|主任|站长|所长|镇长|村长|书记|厂长|船东|渔民|农民|牧民|店主|摊主|店员|"
    "老板娘|房东|租客|买主|卖主|送货人|接货人|提货人|收件人|寄件人|中介|记者|专家|研究员|检察长|院长|庭长|申请人|委托人|"
    "代理人|担保人|受害人|举报人|线人|嫌犯|贩子|毒贩|走私者|偷猎者|头目|主谋|首犯|驾驶员|引航员|机长|大副|水手|厨师|导游|"
    "护士|鉴定人|签字人|收款人|付款人|经手人|经办人|违法人|违法行为人|罪犯|犯人|逃犯|人员|华侨|商贩|老汉|"
    "[他她其](?:哥|弟|姐|妹|爸|妈|叔|舅|姑|姨|儿|女)|持有人|户主|车主|主犯|从犯|男子|女子|居民|市民|公民|事主|疑犯|被捕人|公公|婆婆|爷爷|奶奶|外公|外婆|老公|老爸|老妈|爸爸|妈妈|细佬|大佬|家姐|阿妹|老细|头家|笔录|询问|讯问|看到|相信|当事人|负责人)"
)
BY_ROLE = re.compile(
    rf"(?:{ROLES}|[西东南建江北川徽州京海庆津苏湾港]人)[\s:：_|]{{0,3}}"
    rf"(?P<name>{FAMILY}{GIVEN}?|[刀岩玉召依波咪]{GIVEN}|[小老阿][{HAN}]){AFTER}"
)
#: "刘军说货到了": who says or does something opens the clause.
SUBJECT = re.compile(
    rf"(?:^|(?<=[，。；！？,.;!?\n]))(?P<name>[{SURE}][{HAN}]{{1,2}})"
    "(?=说|称(?![为号重])|承认|供述|供称|交代|否认|打电话|告诉|开车|驾车|认识|指使|雇|联系|负责|来过|来电|带人)",
    re.M,
)
#: What people are called by after their family name.
TITLES = (
    "(?:先生|女士|小姐|太太|会计|医生|主任|局长|处长|所长|站长|厂长|律师|法官|教授|书记|船长|校长|村长|镇长|院长|检察官|警官|"
    "科长|队长|经理|老板|老师|师傅|关长|支队|大队|探长|督察|沙展|[Ss]ir|医师|博士|秘书|代表|厅长|部长|会长|馆长|组长|班长|"
    "总(?!共|数|计|额|量|体|之|是|局|署|部|和|值|会|价|重|长|有|算)|队(?!伍|员|列|友)|科(?!学|技|目|研|室|员)|局(?!面|部|势|限)|处(?!理|罚|置|于|分|境|长))"
)
#: "高先生", "马会计": the family name alone names somebody.
TITLED = re.compile(rf"(?P<name>{FAMILY})\s?(?P<title>{TITLES})")
#: Without a sign of the end: only family names that are hardly ever another word.
BY_ROLE_ALONE = re.compile(rf"{ROLES}(?P<name>[{SURE}唐高苏范傅段钱阮][{HAN}]{{2}})")
BY_TITLE = re.compile(
    rf"(?P<name>{FAMILY}[{HAN}]{{0,2}}?)(?=先生|女士|小姐|太太|经理|师傅|警官|队长|科长|承认|供述|"
    "否认|驾驶)"
)
#: Words before a name of another language.
SAID_OF = (
    "(?:[国亚利南兰克坦尼哥甸寨挝邦]人|籍|籍男子|籍女子|名叫|叫|嫌疑人|证人|司机|货主|买家|卖家|船长|船员|老板|乘客|旅客|被告人|"
    "中间人|头目|主谋|同伙|村民|猎人|商人|商贩|导游|翻译)"
)
#: "玛丽·卡马乌": no other words have this dot.
DOTTED = re.compile(
    rf"(?:{ROLES}|(?<![{HAN}])|(?<=[和与由向对是为被给人籍叫跟让及]))"
    rf"(?P<name>{FOREIGN}{{1,5}}(?:[·•・]{FOREIGN}{{1,6}}){{1,3}})"
)
#: "肯尼亚人奥卢", "司机卡马乌".
OF_ABROAD = re.compile(rf"{SAID_OF}(?P<name>{FOREIGN}{{2,5}}){AFTER}")
#: "一个姓钱的人".
SURNAMED = re.compile(
    rf"(?<![{HAN}]百)姓(?P<surname>{FAMILY})(?=的|，|。|男|女|老板|人|$)"
    rf"|(?P<family>{FAMILY})(?=姓[男女商司船老买卖嫌犯妇渔旅运])"
)
#: A value behind the label of a form, whatever the family name.
LABELLED = re.compile(
    rf"(?:^|(?<=[\n;；,，|\s]))(?:司机|船长|货主|姓名|名字|驾驶员|车主|户主|船东|证人|被告|店主|摊主|经办|负责人|联系人|当事人|"
    rf"嫌疑人|申报人|报关员|持证人|持有人|签收人|签字|制单|审核|记录人|询问人|被询问人|见证人|乘客|旅客|导游|领队|翻译)"
    rf"\s?[:：]\s?(?P<name>(?!无|不|未|待|同|男|女|已|详|本|该|暂|略|见|保密|匿名)[{HAN}]{{2,4}})(?=$|[\n，,;；|。（(\s])",
    re.M,
)
#: "贾芳手机照片", "李明笔录".
OWNING = re.compile(
    rf"(?:^|(?<=[^{HAN}]))(?P<name>{FAMILY}{GIVEN}?)(?=\s?_?(?:手机|照片|笔录|微信|身份证|护照|账户|口供|聊天|转账|户籍|"
    "指认|陈述|供述|证言|简历|通话|住处|银行卡|名片))",
    re.M,
)
#: "老王", "小李", "阿强".
FAMILIAR = re.compile(
    rf"(?<![{HAN}])?(?:相信|找|跟|问|叫|看到|给|打给|联系)(?P<name>[老小阿]{FAMILY})"
)
#: Characters that are hardly ever of anything but a given name.
TYPICAL = frozenset(
    "伟强军勇杰涛刚辉鹏斌浩凯俊磊毅轩豪昊睿翔宏芳娜敏静丽秀英燕玲霞艳娟萍莉琴颖慧婷倩琳珍淑惠翠凤琼瑶莹梅兰"
    "旺彪坤炳贵荣昌祥顺福妹娣仔嫦娥倩蓉薇茜菁妮媛婉怡欣妍彤彬煌炜铭钊栋梁峰峻嵩崇骏龙虎豹"
)
NAMING = "".join(sorted(TYPICAL))
#: Behind "old", "small" and the like, beside family names.
NICKNAMED = TYPICAL | frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余"
    "杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史"
    "陶黎贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文四五六七八九毛黑胖广坤根鬼幺"
)
#: "老婆惠芳", "细佬伟".
OF_KIN = re.compile(
    rf"(?:老婆|老公|细佬|大佬|家姐|阿妹|妻子|丈夫|哥哥|弟弟|姐姐|妹妹|儿子|女儿|朋友|"
    rf"同学|同事|司机|老乡)(?P<name>[{NAMING}]{{1,2}}){AFTER}",
    re.M,
)
#: "我找惠珍": two of these without a family name.
GIVEN_ALONE = re.compile(
    rf"(?:^|(?<=[\s，。；！？,.;!?:：]|"
    rf"[同和与跟找问叫让被给替帮由对])){'(?P<name>'}[{NAMING}]{{2}}){AFTER}",
    re.M,
)
#: Parts of names of Tibetans, Mongols and Uyghurs.
OF_PEOPLES = re.compile(
    r"(?P<name>(?:扎西(?!德勒)|次仁|旺堆|多吉|卓玛|央金|达瓦|尼玛|丹增|洛桑|平措|巴桑|边巴|拉姆|仁青|索朗|德吉|白玛|强巴|顿珠|嘎玛|普布|晋美|贡布|罗布|益西|"
    r"才让|桑吉|公保|加央|格桑(?!花)|旦增|土登|阿旺|曲珍|曲扎|措姆|卓嘎|拉巴|群培|坚赞|仁增|次旦|次旺|才旦|才仁|东珠|完么|"
    r"巴特尔|朝鲁|其其格|娜仁|乌云|高娃|那顺|宝音|额尔敦|格日勒|斯琴|萨仁|敖登|特木尔|乌力吉|图雅|苏日娜|毕力格|"
    r"买买提|麦麦提|阿不都|阿卜杜|阿布都|吐尔逊|吐尔洪|玉素甫|古丽|艾合买提|艾买提|帕尔哈提|亚森|吾买尔|司马义|热依汗|木合塔尔|克里木|库尔班|"
    r"艾力|热合曼|依布拉音|阿迪力|地里夏提|巴合提|叶尔|赛力克|哈那提)+"
    r"(?:[尔力提木江汗曼别克布拉热甫洪拜依姆夏哈]{0,4}))"
)
#: What a name in speech follows, and what follows it.
SPOKEN = r"(?:^|(?<=[，。、！？；：,.!?\s有是跟和给找问叫]))"
GOES_ON = (
    "来|说|去|在|要|想|的|给|打|回|走|到|知|那|还|已|也|不|把|让|又|没|认|开|送|拿|"
    "收|卖|买|，|。"
)
#: "小周来过", "有赵姐的号码", "黄总说".
FAMILIAR_ALONE = re.compile(
    rf"{SPOKEN}(?P<name>[老小阿]{FAMILY})(?={GOES_ON})"
    rf"|{SPOKEN}(?P<called>{FAMILY}(?:姐|哥|叔|姨|婶|爷|嫂))(?={GOES_ON}|$)",
    re.M,
)
#: "阿伟", "小胖", "刘姐", whatever follows.
FAMILIAR_ANYWHERE = re.compile(
    rf"(?:^|(?<=[，。、！？；：,.!?\s有是跟和给找问叫让由把被向对替帮派托听见等到据]))"
    rf"(?P<name>阿(?!里|富|拉|根|尔|联|姆|塞|布|曼|胶|司|Q|克|勒|魏|坝|图|肯|鲁|萨|哥|比|维|訇|姨|婆|公|爸|妈|哥|姐)[{HAN}]"
    rf"|[老小大阿]\s?[A-Z](?![A-Za-z0-9])|(?:大只|光头|刀疤|大头|肥|跛|独眼|瘦|高佬|矮|黑|四眼|豆皮|喪|丧)[{NAMING}广胡陈王李黄林张何]"
    rf"|[小大老](?:胖|黑|毛|军|明|芳|丽|燕|勇|伟|刚|辉|波|涛|斌|杰|虎|飞|东北|四川|广东|眼镜|光头|刀疤|胡子|鬼|幺|六|七|八)"
    rf"(?![{HAN}]?(?:熊|板|米|麦|豆|牛|羊|猪|鱼|鸟|葱|蒜|市|路|街|村|镇|山|河|岛))"
    rf"|{FAMILY}(?:姐|哥|叔|姨|婶|嫂|伯|爷|董|仔|生)(?!伦|本|特|斯|们|俩|庄|村|镇|屯))",
    re.M,
)
#: "外号“眼镜蛇”".
NICKNAME = re.compile(
    r"(?:外号|绰号|人称|网名|昵称|化名|花名|别名)[为叫是：:\s]{0,2}[“\"「『]?(?P<name>[^\W\d_]{2,8}?)(?=[”\"」』，。,.\s]|$)"
)
#: Labels of forms whose values are no persons.
LABELS = re.compile(
    "(?:物种|货物|品名|地点|国家|单位|商品|种类|职业|性别|民族|籍贯|港口|船名|数量|件数|用途|来源|材质|颜色|部门|品种|岗位|班次|科室|时段|车型|航线|路线|口岸|仓库|库位|柜号|规格|"
    "装货港|卸货港|目的地|始发地|国籍|住址|地址|现场|天气|标题|主题|备注|状态|结果|处罚|刑期)\\s?[：:\\t|]\\s?$"
)
#: A name alone in its cell or line.
ALONE = re.compile(rf"(?:^|(?<=[\n\t|;,、：:_ ])){FAMILY}{GIVEN}(?=$|[\n\t|;,、_])", re.M)
COMPANY = re.compile(
    rf"(?:(?<=[由向是为至的与在给从被将对把到据说称和及话于"
    rf"去找叫问跟让了往自寄，。：: ])|(?<=[那这某]家)|^|(?<![{HAN}·•・]))"
    rf"(?P<name>[^\W\d_由向是为至的与在给从被将对把到据该这某"
    rf"去找叫问跟让了我他她它们说还都那哪几属]{{2,14}}?(?:股份有限公司|有限责任公司|有限公司|贸易公司|公司|商行|"
    r"贸易行|水族馆|养殖场|工艺品店|工艺品厂|家具厂|木材厂|加工厂|制品厂|皮革厂|食品厂|药厂|皮草行|红木行|珠宝行|古玩行|"
    r"珠宝店|古玩店|药店|药房|茶庄|酒楼|饭店|餐厅|会所|商店|超市|俱乐部|工作室|合作社|木业|渔业|鞋业|珠宝|商贸|集团|宠物店|花鸟店|药材行|货代|物流中心|服务部|经营部|门市部|批发部|贸易部|货运部|经销部|报关行|物流|货运|货栈|养殖基地|繁育基地|繁育中心|"
    r"养殖中心|花鸟鱼虫店|宠物馆|水产行|水产店|山货行|山货店|土特产店|特产店|旅行社|木雕厂|木雕店|木雕行|红木馆|工艺行|工艺坊|"
    r"文玩店|文玩行|拍卖行|玉器店|玉器行|标本厂|标本馆|标本店|饭庄|饭馆|酒家|农庄|农家乐|大排档|海鲜店|海鲜城|大酒店|"
    r"鸟店|鸟行|鸟舍|龟苑|龟场|爬宠店|爬宠馆|异宠店|异宠馆|马戏团|皮具店|皮具厂|皮草店|中药店|药铺|药行|渔具店|渔行|"
    r"琴行|乐器厂|乐器店|象牙店|牙雕店|雕刻厂|参茸行|参茸店|干货店|海味店|海味行|专卖店|旗舰店|杂货店|便利店|五金店|租车行|木行|皮行|参行|金行|车行|茶行|繁殖场|养蛇场|养龟场|鳄鱼场|农场|猎场|花店|鸟店|鱼店|龟店|蛇店|鞋店|茶店|"
    r"皮店|木店|古董店|字画店|刀具店|服装店|精品店|礼品店|纪念品店|水果店|烟酒店|餐馆|客栈|宾馆|旅馆|民宿|皮草城|珠宝城|"
    r"古玩城|鸟园|龟园|兰园|鱼庄|冷链|供应链|观赏鱼|渔港|鱼行|海味|参茸|药业|家私|仁堂|德堂|春堂|生堂|和堂|寿堂|安堂|实业|工贸))",
    re.M,
)
#: "福隆行".
FIRM = re.compile(
    rf"(?:^|(?<=[^\w])|"
    rf"(?<=[在去找问跟给由到]))(?P<name>(?:(?![的了是在我你他她这那其该某各本一二三几])[{HAN}]){{2}}行(?=个|"
    rf"的|老|卖|送|，|。|,|$|有|那|说|话|仲|嘅|被|都|就|今|昨))",
    re.M,
)
#: A value behind the label of a company.
LABELLED_COMPANY = re.compile(
    rf"(?:^|(?<=[\n;；,，|\s]))(?:报关行|货代|承运商|店名|店铺|商号|字号|商家|企业|企业名称|公司|公司名称|单位名称|发货单位|"
    rf"收货单位|托运单位|供货商|供应商|出口商|进口商|经销商|经营单位|厂家|厂商|运输商|代理|代理商)\s?[:：]\s?"
    rf"(?P<name>(?!无|不详|未|待|同|自)[{HAN}A-Za-z()（）]{{3,20}})(?=$|[\n，,;；|。\s])",
    re.M,
)
CARRIERS = re.compile(
    "^(?:附近|当地|多家|两家|三家|几家|本地|网上|线上|隔壁|楼下|路边|一些|有些|其他|非法|所有|部分|"
    "周边|境外|国外|国内|上述|涉案|相关|银行)|航空|国航|邮政|顺丰|海运集团|铁路|快递|国有|一家|本公司|分公司$"
)
#: Ordinary words that begin like names.
WORDS = re.compile(
    "海关|海口|海南|广州|广西|广东|南宁|南方|东方|云南|国航|国际|国籍|国家|平台|成都|成功|文件|白云|武汉|"
    "安全|安检|关员|关闭|时间|金额|金属|石头|江苏|江西|华南|华东|常州|方式|方便|任何|应当|查获|明天|全部|"
    "高速|高级|马上|车牌|车辆|车站|商品|商人|和平|单位|单号|连续|都是|和|来自|原因|相关|相同|平均|明确|计划|"
    "门口|容易|支付|强制|满意|农村|农业|路线|路上|管理|包装|包裹|向|于是|程序|边境|边检|房间|温度|古董|石材|"
    "何时|何地|段时间|项目|成员|时候|时|任务|余额|章程|许可|文书|沙发|游客|景区|米|万|关于|江|龙州|查验|查获|张家界|张家口|张掖|石家庄|石河子|石狮|石垣|金华|金昌|金门|金边|金沙|安阳|安庆|安顺|安康|"
    "安徽|安哥拉|阳江|阳朔|温州|温岭|常德|常熟|黄山|黄石|黄冈|黄埔|黄金|黄花梨|马鞍山|马尾|马来|马里|马达加斯加|梅州|梅县|"
    "万州|万宁|万象|贺州|贺兰|汤阴|连云港|毕节|卢氏|卢旺达|卢森堡|卢布|和田|郑州|徐州|徐闻|唐山|宋庄|曹县|许昌|许多|罗湖|罗定|"
    "罗马|梁山|韩国|韩城|高州|高雄|高棉|胡志明|胡同|林芝|林业|林区|柳州|龙岩|龙口|白城|白银|白色|白鹭|包头|宁波|宁夏|宁德|单县|莫斯科|"
    "莫桑比克|古晋|古巴|孟买|孟加拉|关岛|苏丹|苏州|苏黎世|乌干达|尼泊尔|尼日|毛里|毛皮|毛重|秘鲁|巴西|巴拿马|巴基斯坦|乐山|乐清|"
    "舟山|章丘|易县|蒙古|蒙自|鲁甸|鲍鱼|熊掌|熊胆|熊猫|牛角|羊|鹿|龙虾|龙鱼|麻醉|沙漠|康定|康复|景德|景洪|麦地|卫生|卫星|农贸|农业|农民|"
    "花鸟|花卉|花园|路边|路口|家中|车上|车内|车主|车间|水|房东|房内|房主|左右|全程|满载|连夜|游轮|相册|原产|原告|尚未|曾经|"
    "简单|应急|通关|童装|管制|管委|管道|强烈|向导|相机|时任|明知|盘查|盘点|计数|支队|屈服|符合|解释|解放|解剖|费用|商铺|玉石|玉器|玉米|岩石|刀具|小心|小时|小区|小型|小孩|小组|小偷|小路|小学|小麦|小叶|老板|老人|老婆|老虎|老挝|老乡|老家|老鼠|"
    "石虎|梅里|海马|海参|海龙|海龟|海豹|海狸|兰草|兰花|金线|金丝|鲁班|石斛|罗汉|舒马赫|何首|黄精|黄芪|白术|白芷|党参|杜仲|麦冬|龙涎|龙骨|石蛙|石龟|黄喉|黄缘|黑叶|白眉|马陆|江豚|"
    "阿姨|林场|林区|周边|周末|周围|周日|商场|商店"
)


#: Bodies in forms, which are no companies.
BODIES = re.compile(
    "海关|公安|法院|检察院|林业局|委员会|管理局|办事处|使馆|大学|研究所|动物园|博物馆|植物园"
)


#: What a name follows in a sentence that says nothing else of a person.
BEFORE = (
    r"(?:^|(?<=[^\w·•・])|(?<=[\s_])|(?<=[和与由向对被给让叫跟找问同替帮据经听是有]))"
)
#: Characters that may begin one; all other places are passed quickly.
PLACED = re.compile(
    rf"{BEFORE}(?=(?P<name>{FAMILY}{GIVEN}|[老小阿大][{HAN}])(?P<behind>{AFTER})?)",
    re.M,
)
#: Never of a given name.
PARTICLES = frozenset(
    "未不没已都可以也还就在是的了和与等被将把向从其该此这那我你他她它们个咗嘅啲喺唔佢于而或但为则所着过得地之么什吗呢吧到去来给让叫每各某些很太最更再又只才"
)
#: A family name of one character and two of a given name, anywhere in a sentence.
INSIDE = re.compile(rf"(?=(?P<name>[{SURE}][{HAN}]{{2}}))")
#: What is named after somebody.
NAMED_AFTER = re.compile(
    "[路街村庄镇县巷]|公园|纪念|故居|医院|大学|中学|小学|广场|大道|机场|奖|基金|杯|雕像|"
    "铜像|同志|像章|语录|诞辰"
)
#: Rarely the last character of a name: words for places, numbers and things.
OF_PLACES = frozenset(
    "区号渡港口岸站镇村县市省路街店码头关所局厂司院馆库仓桥级量价庄屯寨坪庙祠陵塔寺滩沟坝岭数时日月年点种类品物具件"
)


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    for span in matches(text, FindingKind.COMPANY, LIKELY, COMPANY, LABELLED_COMPANY):
        name = text[span.start : span.end]
        if not (CARRIERS.search(name) or BODIES.search(name)):
            yield span
    for span in matches(text, FindingKind.COMPANY, POSSIBLE, FIRM):
        name = text[span.start : span.end]
        words = lists().chinese
        if not (name in words or name[1:] in words or name[:2] in words):
            yield span
    for span in _longer(_may_be_persons(text)):
        if not (WORDS.match(text, span.start, span.end) or _is_of_words(text, span)):
            yield span
    yield from _placed(text)
    for match in TITLED.finditer(text):
        if _is_titled(text, match):
            yield Span(*match.span("name"), FindingKind.PERSON, LIKELY)
    for span in matches(text, FindingKind.PERSON, POSSIBLE, GIVEN_ALONE, OF_KIN):
        if text[span.start : span.end] not in lists().chinese:
            yield span
    yield from _longer(
        matches(text, FindingKind.PERSON, LIKELY, NICKNAME, DOTTED, OF_PEOPLES)
    )
    yield from matches(text, FindingKind.PERSON, LIKELY, SURNAMED)


def _placed(text: str) -> Iterator[Span]:
    """Names by where they stand, if neither they nor what is around are other words."""
    for match in PLACED.finditer(text):
        start, end = match.span("name")
        for shorter in (0, 1):
            span = Span(start, end - shorter, FindingKind.PERSON, POSSIBLE)
            if span.end - start > 1 and _is_name(text, span) and _goes_on(text, span.end):
                yield span
                break
    for match in INSIDE.finditer(text):
        start, end = match.span("name")
        behind = text[start - 2 : start] if start > 1 else ""
        if behind in lists().chinese and not TYPICAL.isdisjoint(match["name"][1:]):
            span = Span(start, end, FindingKind.PERSON, POSSIBLE)
            if _is_name(text, span) and _goes_on(text, end):
                yield span
    for span in matches(text, FindingKind.PERSON, POSSIBLE, ALONE):
        if _is_name(text, span):
            yield span


def _goes_on(text: str, end: int) -> bool:
    """Whether what stands behind a name is a word, or what often follows one."""
    if NAMED_AFTER.match(text, end):
        return False
    return text[end : end + 2] in lists().chinese or BEHIND.match(text, end) is not None


def _is_name(text: str, span: Span) -> bool:
    """Whether characters where a name may stand are one, and no words."""
    name = text[span.start : span.end]
    words = lists().chinese
    given = name[2:] if COMPOUNDS.match(name) else name[1:]
    if name[0] in "老阿" and len(name) == 2:
        return name[1] in NICKNAMED
    if not given or name in words or WORDS.match(name) or not PARTICLES.isdisjoint(given):
        return False
    if name[-1] in OF_PLACES or LABELS.search(text, max(0, span.start - 8), span.start):
        return False
    if name[0] in "小大" and len(name) == 2:
        return name[1] in NICKNAMED and not _is_cut(text, span)
    if not lists().chinese_given.issuperset(given):
        return False
    if name[0] not in FREQUENT and not TYPICAL.issuperset(given):
        return False
    likely = name[0] in SURE and name[-1] in TYPICAL
    if len(given) == len(name) - 1 and name[:2] in words and not likely:
        return False
    return not _is_cut(text, span)


def _is_cut(text: str, span: Span) -> bool:
    """Whether a word goes over the beginning or the end: "找钱" of "找钱某"."""
    words = lists().chinese
    if span.start and text[span.start - 1 : span.start + 1] in words:
        return True
    if span.end - span.start > 2 and text[span.end - 2 : span.end] in words:
        return False
    return text[span.end - 1 : span.end + 1] in words


def _is_of_words(text: str, span: Span) -> bool:
    """Whether words stand behind a role, and go on: "司机高速行驶"."""
    name, words = text[span.start : span.end], lists().chinese
    if name[0] not in "老小阿大" and not PARTICLES.isdisjoint(name[1:]):
        return True
    ends = span.end == len(text) or not text[span.end].isalnum()
    likely = name[0] in SURE and TYPICAL.issuperset(name[1:])
    if ends or likely or name[0] in "老小阿":
        return False
    return (name if len(name) == 2 else name[:2]) in words and not COMPOUNDS.match(name)


def _is_titled(text: str, match: re.Match[str]) -> bool:
    """Whether the family name before a title is no part of a word: "海关科长"."""
    words = lists().chinese
    start, end = match.span("name")
    first = text[start : match.end()]
    if first in words or text[end - 1 : end + 1] in words or WORDS.match(first):
        return False
    if start and text[start - 1 : end] in words:
        return False
    return not (start > 1 and text[start - 2 : end] in words)


def _longer(spans: Iterable[Span]) -> Iterator[Span]:
    """Those of two characters and more."""
    return (span for span in spans if span.end - span.start > 1)


def _may_be_persons(text: str) -> Iterator[Span]:
    """Names, and ordinary words that begin like names."""
    person = FindingKind.PERSON
    yield from matches(text, person, LIKELY, BY_ROLE, BY_TITLE, FAMILIAR)
    yield from matches(text, person, POSSIBLE, BY_ROLE_ALONE, FAMILIAR_ALONE)
    yield from matches(text, person, POSSIBLE, OF_ABROAD, LABELLED, SUBJECT)
    yield from matches(text, person, POSSIBLE, OWNING, FAMILIAR_ANYWHERE)
