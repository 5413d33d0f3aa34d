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
    "从|将|把|已|昨|今|没|拿|是|有|，|。|、|；|：|（|）|[,.;:()|\\s_]|$)"
)
ROLES = (
    "(?:嫌疑人|犯罪嫌疑人|司机|货主|收货人|发货人|托运人|承运人|联系人|法人|法定代表人|被告|被告人|原告|"
    "证人|老板|经理|总经理|船长|船员|旅客|乘客|买家|卖家|中间人|同伙|妻子|丈夫|哥哥|弟弟|姐姐|妹妹|"
    "儿子|女儿|父亲|母亲|朋友|邻居|姓名|名字叫|名叫|叫做|叫|法官|律师|检察官|警官|民警|关员|队长|科长|"
    "处长|局长|猎人|商人|村民|护林员|兽医|会计|秘书|翻译|保安|厨师|工人|员工|签收人|申报人|报关员|"
    "持有人|户主|车主|主犯|从犯|男子|女子|笔录|询问|讯问|据|跟|看到|相信|找|问|给|对|当事人|负责人)"
)
BY_ROLE = re.compile(rf"{ROLES}[\s:：_|]{{0,3}}(?P<name>{FAMILY}{GIVEN}?){AFTER}")
#: Without a sign of the end: only family names that are hardly ever another word.
BY_ROLE_ALONE = re.compile(
    rf"{ROLES}(?P<name>[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧董袁潘蔡蒋"
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
#: A name alone in its cell or line.
ALONE = re.compile(rf"(?:^|(?<=[\n\t|;,、：:_ ])){FAMILY}{GIVEN}(?=$|[\n\t|;,、_])", re.M)
COMPANY = re.compile(
    rf"(?:(?<=[由向是为至的与在给从被将对把到据，。：: ])|^|(?<![{HAN}]))"
    rf"(?P<name>[^\W\d_由向是为至的与在给从被将对把到据该这某]{{2,14}}?(?:股份有限公司|有限责任公司|有限公司|贸易公司|公司|商行|"
    r"贸易行|水族馆|养殖场|工艺品店|集团|宠物店|花鸟店|药材行|货代|物流中心))",
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
        (ALONE, POSSIBLE),
    ):
        for match in pattern.finditer(text):
            start, end = match.span("name" if "name" in pattern.groupindex else 0)
            name = text[start:end]
            if len(name) > 1 and not WORDS.match(name):
                yield Span(start, end, FindingKind.PERSON, rank)
