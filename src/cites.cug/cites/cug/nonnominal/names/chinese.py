"""Finds names and companies in Chinese: a family name where context announces one."""

import re
from cites.cug.nonnominal.findings import FindingKind, LIKELY, POSSIBLE, Span
from collections.abc import Iterator


HAN = "\u4e00-\u9fff"
TEXT = re.compile(f"[{HAN}]")
#: The most frequent family names: those of two characters, then those of one.
FAMILY = (
    "(?:欧阳|司马|上官|诸葛|司徒|夏侯|令狐|皇甫|尉迟|公孙|慕容|东方|独孤|南宫|西门|长孙|宇文|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程"
    "魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛"
    "郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟"
    "邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储"
    "原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平"
    "计索宣晋相初门云容敬来扈晁芮都普阙戈])"
)
GIVEN = rf"[{HAN}]{{1,2}}"
#: What may follow a name, and is no part of it.
AFTER = (
    "(?=先生|女士|小姐|太太|经理|老板|师傅|说|称|表示|承认|供述|交代|否认|驾驶|被|于|在|的|和|与|及|"
    "负责|从|将|把|已|昨|今|用|向|到|来|去|又|曾|以|因|涉嫌|携带|驾车|购买|出售|贩卖|藏匿|交给|签字|签名|要求|购|卖|买|收|送|藏|给|没|拿|是|有|，|。|、|；|：|（|）|[,.;:()|\\s_]|$)"
)
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
    "[他她其](?:哥|弟|姐|妹|爸|妈|叔|舅|姑|姨|儿|女)|持有人|户主|车主|主犯|从犯|男子|女子|笔录|询问|讯问|据|跟|看到|相信|找|问|给|对|当事人|负责人)"
)
BY_ROLE = re.compile(rf"{ROLES}[\s:：_|]{{0,3}}(?P<name>{FAMILY}{GIVEN}?){AFTER}")
#: Without a sign of the end: only family names that are hardly ever another word.
BY_ROLE_ALONE = re.compile(
    rf"{ROLES}(?P<name>[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧董袁潘蔡蒋高"
    rf"余杜叶魏苏吕丁沈姚卢姜崔钟谭汪范廖贾夏傅邹孟熊秦邱尹薛阎段侯龙陶黎贺顾郝龚邵钱][{HAN}]{{2}})"
)
BY_TITLE = re.compile(
    rf"(?P<name>{FAMILY}[{HAN}]{{0,2}}?)(?=先生|女士|小姐|太太|经理|师傅|警官|队长|科长|承认|供述|"
    "否认|驾驶)"
)
#: "老王", "小李", "阿强".
FAMILIAR = re.compile(
    rf"(?<![{HAN}])?(?:相信|找|跟|问|叫|看到|给|打给|联系)(?P<name>[老小阿]{FAMILY})"
)
#: "小周来过", "有赵姐的号码", "黄总说".
FAMILIAR_ALONE = re.compile(
    rf"(?:^|(?<=[，。、！？；：,.!?\s有是跟和给找问叫]))(?P<name>[老小阿]{FAMILY})"
    "(?=来|说|去|在|要|想|的|给|打|回|走|到|知|那|还|已|也|不|把|让|又|没|认|开|送|拿|收|卖|买|，|。)"
    rf"|(?:^|(?<=[，。、！？；：,.!?\s有是跟和给找问叫]))(?P<called>{FAMILY}(?:姐|哥|总|叔|姨|婶|爷|嫂|老板|师傅))"
    "(?=来|说|去|在|要|想|的|给|打|回|走|到|知|那|还|已|也|不|把|让|又|没|认|开|送|拿|收|卖|买|，|。|$)",
    re.M,
)
#: "外号“眼镜蛇”".
NICKNAME = re.compile(
    r"(?:外号|绰号|人称|网名|昵称|化名|花名|别名)[为叫是：:\s]{0,2}[“\"「『]?(?P<name>[^\W\d_]{2,8}?)(?=[”\"」』，。,.\s]|$)"
)
#: Labels of forms whose values are no persons.
LABELS = re.compile(
    "(?:物种|货物|品名|地点|国家|单位|商品|种类|职业|性别|民族|籍贯|港口|船名|数量|件数|用途|来源|材质|颜色|部门|品种|"
    "装货港|卸货港|目的地|始发地|国籍|住址|地址|现场|天气|标题|主题|备注|状态|结果|处罚|刑期)\\s?[：:\\t|]\\s?$"
)
#: A name alone in its cell or line.
ALONE = re.compile(rf"(?:^|(?<=[\n\t|;,、：:_ ])){FAMILY}{GIVEN}(?=$|[\n\t|;,、_])", re.M)
COMPANY = re.compile(
    rf"(?:(?<=[由向是为至的与在给从被将对把到据，。：: ])|^|(?<![{HAN}]))"
    rf"(?P<name>[^\W\d_由向是为至的与在给从被将对把到据该这某]{{2,14}}?(?:股份有限公司|有限责任公司|有限公司|贸易公司|公司|商行|"
    r"贸易行|水族馆|养殖场|工艺品店|工艺品厂|家具厂|木材厂|加工厂|制品厂|皮革厂|食品厂|药厂|皮草行|红木行|珠宝行|古玩行|"
    r"珠宝店|古玩店|药店|药房|茶庄|酒楼|饭店|餐厅|会所|商店|超市|俱乐部|工作室|合作社|木业|渔业|鞋业|珠宝|商贸|集团|宠物店|花鸟店|药材行|货代|物流中心))",
    re.M,
)
CARRIERS = re.compile("航空|国航|邮政|顺丰|海运集团|铁路|快递|国有|一家|本公司|分公司$")
#: Ordinary words that begin like names.
WORDS = re.compile(
    "海关|海口|海南|广州|广西|广东|南宁|南方|东方|云南|国航|国际|国籍|国家|平台|成都|成功|文件|白云|武汉|"
    "安全|安检|关员|关闭|时间|金额|金属|石头|江苏|江西|华南|华东|常州|方式|方便|任何|应当|查获|明天|全部|"
    "高速|高级|马上|车牌|车辆|车站|商品|商人|和平|单位|单号|连续|都是|和|来自|原因|相关|相同|平均|明确|计划|"
    "门口|容易|支付|强制|满意|农村|农业|路线|路上|管理|包装|包裹|向|于是|程序|边境|边检|房间|温度|古董|石材|"
    "何时|何地|段时间|项目|成员|时候|时|任务|余额|章程|许可|文书|沙发|游客|景区|米|万|关于|江|龙州"
)


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    for match in COMPANY.finditer(text):
        if not CARRIERS.search(match["name"]):
            yield Span(*match.span("name"), FindingKind.COMPANY, LIKELY)
    for pattern, rank in (
        (BY_ROLE, LIKELY),
        (BY_ROLE_ALONE, POSSIBLE),
        (BY_TITLE, LIKELY),
        (FAMILIAR, LIKELY),
        (FAMILIAR_ALONE, POSSIBLE),
        (NICKNAME, LIKELY),
        (ALONE, POSSIBLE),
    ):
        for match in pattern.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            name = text[start:end]
            if pattern is ALONE and LABELS.search(text, max(0, start - 8), start):
                continue
            if len(name) > 1 and (pattern is NICKNAME or not WORDS.match(name)):
                yield Span(start, end, FindingKind.PERSON, rank)
