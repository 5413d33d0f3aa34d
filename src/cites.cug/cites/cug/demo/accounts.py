"""Accounts and groups of the demonstration, which the test layers use too.

The documentation names them with their password, so they are for exercises only.
Accounts are functions of fictive administrations, never persons.
"""

from cites.cug.access.features import Feature
from cites.cug.access.roles import Category
from cites.cug.demo.texts import demo_language, texts, told_in_each_language, words
from cites.cug.membership.actions import admit_member
from collections.abc import Iterable, Mapping
from plone import api
from typing import Any, NamedTuple


PASSWORD = "cheetah-demo-2026"  # noqa: S105 - published on purpose
#: Reserved by RFC 2606: nothing sent there arrives.
MAIL_DOMAIN = "example.org"


class Account(NamedTuple):
    category: Category
    fullname: str
    organisation: str
    function: str
    country: str = ""
    contact_point: bool = False


class Group(NamedTuple):
    title: str
    focus: str
    user_profile: str
    owner: str
    members: tuple[str, ...]
    #: The texts in other languages, by the names of their fields.
    local: Mapping[str, str]


ACCOUNTS = {
    "secretariat": Account(
        Category.SECRETARIAT,
        "Secretariat officer (exercise)",
        "Secretariat (exercise)",
        "Library and membership",
    ),
    "customs-xa": Account(
        Category.CUSTOMS,
        "Customs officer, XA (exercise)",
        "Customs Administration of XA (exercise)",
        "Port control",
        "XA",
    ),
    "customs-xb": Account(
        Category.CUSTOMS,
        "Customs officer, XB (exercise)",
        "Customs Administration of XB (exercise)",
        "Risk analysis",
        "XB",
    ),
    "police-xa": Account(
        Category.POLICE,
        "Police officer, XA (exercise)",
        "National Police of XA (exercise)",
        "Environmental crime unit",
        "XA",
    ),
    "police-xb": Account(
        Category.POLICE,
        "Police officer, XB (exercise)",
        "National Police of XB (exercise)",
        "Cybercrime unit",
        "XB",
    ),
    "wildlife-xa": Account(
        Category.WILDLIFE,
        "Wildlife officer, XA (exercise)",
        "Wildlife Service of XA (exercise)",
        "Rescue and identification",
        "XA",
    ),
    "wildlife-xc": Account(
        Category.WILDLIFE,
        "Wildlife officer, XC (exercise)",
        "Wildlife Authority of XC (exercise)",
        "Investigation",
        "XC",
    ),
    "contact-xa": Account(
        Category.CUSTOMS,
        "National contact point, XA (exercise)",
        "Customs Administration of XA (exercise)",
        "Head of the enforcement office",
        "XA",
        contact_point=True,
    ),
    "igo-interpol": Account(
        Category.IGO,
        "Liaison officer, INTERPOL (exercise)",
        "INTERPOL (exercise)",
        "Environmental security",
    ),
    "igo-unodc": Account(
        Category.IGO,
        "Liaison officer, UNODC (exercise)",
        "UNODC (exercise)",
        "Wildlife crime research",
    ),
}
#: An account that is on no roster.
OUTSIDER = "outsider"
OUTSIDER_FULLNAME = "Officer without a group (exercise)"

GROUPS = {
    "cheetahs": Group(
        "Closed User Group on Cheetahs",
        "Illegal trade in cheetahs (Acinonyx jubatus): live cubs, skins and other"
        " specimens, routes, ways of working and online offers. Non-nominal information"
        " only.",
        "Officers of customs, police and wildlife law enforcement of the countries"
        " concerned, and of intergovernmental organisations, as designated by their"
        " administrations.",
        "CITES Secretariat (exercise)",
        tuple(ACCOUNTS),
        {
            "title_fr": "Groupe fermé d’utilisateurs sur les guépards",
            "description_fr": "Commerce illicite de guépards (Acinonyx jubatus) : petits"
            " vivants, peaux et autres spécimens, itinéraires, modes opératoires et"
            " offres en ligne. Informations non nominatives uniquement.",
            "user_profile_fr": "Agents des douanes, de la police et des services chargés"
            " des espèces sauvages des pays concernés, et d’organisations"
            " intergouvernementales, désignés par leur administration.",
            "title_ar": "مجموعة المستخدمين المغلقة المعنية بالفهود",
            "description_ar": "التجارة غير المشروعة بالفهود (Acinonyx jubatus): الصغار"
            " الحية والجلود وسائر العينات، والمسارات، وأساليب العمل، والعروض على"
            " الإنترنت. معلومات غير اسمية فقط.",
            "user_profile_ar": "موظفو الجمارك والشرطة وسلطات الحياة البرية في البلدان"
            " المعنية، وموظفو منظمات حكومية دولية، ممن تسميهم إداراتهم.",
            "title_es": "Grupo cerrado de usuarios sobre guepardos",
            "description_es": "Comercio ilícito de guepardos (Acinonyx jubatus): crías"
            " vivas, pieles y otros especímenes, rutas, modos de operar y ofertas en"
            " línea. Solo información no nominal.",
            "user_profile_es": "Funcionarios de aduanas, policía y autoridades de vida"
            " silvestre de los países interesados, y de organizaciones"
            " intergubernamentales, designados por sus administraciones.",
        },
    ),
    "ivory": Group(
        "Closed User Group on Ivory",
        "Illegal trade in elephant ivory and in what is passed off as ivory. Non-nominal"
        " information only.",
        "Officers who work on ivory cases, on invitation by the group owner.",
        "CITES Secretariat (exercise)",
        ("secretariat", "police-xb", "igo-unodc"),
        {
            "title_fr": "Groupe fermé d’utilisateurs sur l’ivoire",
            "description_fr": "Commerce illicite d’ivoire d’éléphant et de ce qui est"
            " présenté comme de l’ivoire. Informations non nominatives uniquement.",
            "user_profile_fr": "Agents chargés de dossiers d’ivoire, sur invitation du"
            " responsable du groupe.",
            "title_ar": "مجموعة المستخدمين المغلقة المعنية بالعاج",
            "description_ar": "التجارة غير المشروعة بعاج الفيلة وما يُقدَّم على أنه عاج."
            " معلومات غير اسمية فقط.",
            "user_profile_ar": "موظفون يعملون على قضايا العاج، بدعوة من مالك المجموعة.",
            "title_es": "Grupo cerrado de usuarios sobre el marfil",
            "description_es": "Comercio ilícito de marfil de elefante y de lo que se hace"
            " pasar por marfil. Solo información no nominal.",
            "user_profile_es": "Funcionarios que trabajan en casos de marfil, por"
            " invitación del responsable del grupo.",
        },
    ),
}


def make_groups(portal: Any, *, acting_user: str) -> None:
    """Make the accounts, the groups and their rosters, without content."""
    for name, fullname in fullnames(demo_language()).items():
        _make_account(portal, name, fullname)
    for group_id, group in GROUPS.items():
        with api.env.adopt_roles(["Manager"]):
            made = api.content.create(
                portal,
                "ClosedUserGroup",
                id=group_id,
                features=[one.value for one in Feature],
                group_owner=words("groups").get("owner", group.owner),
                **_texts(group),
            )
        _admit(made, group.members, acting_user)


def account_in(language: str, name: str) -> Account:
    """The account with its words in the language."""
    return ACCOUNTS[name]._replace(**texts(language).get("accounts", {}).get(name, {}))


def fullnames(language: str) -> dict[str, str]:
    """The names of all accounts by their ids, in the language."""
    names = {name: account_in(language, name).fullname for name in ACCOUNTS}
    outsider = texts(language).get("accounts", {}).get(OUTSIDER, {})
    return {**names, OUTSIDER: outsider.get("fullname", OUTSIDER_FULLNAME)}


def _texts(group: Group) -> dict[str, str]:
    own = {"title": group.title, "description": group.focus}
    own["user_profile"] = group.user_profile
    return told_in_each_language({**own, **group.local}, own, demo_language())


def _make_account(portal: Any, name: str, fullname: str) -> None:
    portal.acl_users.userFolderAddUser(name, PASSWORD, ["Member"], [])
    member = portal.portal_membership.getMemberById(name)
    member.setMemberProperties({"fullname": fullname, "email": f"{name}@{MAIL_DOMAIN}"})


def _admit(group: Any, names: Iterable[str], acting_user: str) -> None:
    for name in names:
        account = account_in(demo_language(), name)
        admit_member(
            group,
            name,
            account.category,
            country=account.country,
            organisation=account.organisation,
            function=account.function,
            contact_point=account.contact_point,
            acting_user=acting_user,
        )
