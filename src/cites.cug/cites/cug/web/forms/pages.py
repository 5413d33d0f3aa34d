"""The pages around forms."""

from cites.cug.web.forms.choice_widgets import proposed_codes
from cites.cug.web.forms.interfaces import IMemberFormLayer, IMemberFormPage
from cites.cug.web.forms.member_form import AddForm, EditForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import FormWrapper
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IMemberFormPage)
class FormPage(FormWrapper):
    """The page around a form. ``GET ?codes=&q=`` answers scripts titles of a list."""

    request_layer = IMemberFormLayer
    index = ViewPageTemplateFile("templates/form_page.pt")

    def __call__(self) -> Any:
        found = proposed_codes(self.request)
        return super().__call__() if found is None else found

    @property
    def page_title(self) -> Message:
        return self.form_instance.label

    def below(self) -> str:
        """What stands under the form."""
        return ""


class AddPage(FormPage, DefaultAddView):
    """``++add++TYPE``"""


@implementer(IDexterityEditForm)
class EditPage(FormPage):
    """``edit``"""


def page_of(form: type) -> type:
    """The page around an add or edit form, where it needs nothing more."""
    base = AddPage if issubclass(form, AddForm) else EditPage
    name = form.__name__.replace("Form", "Page")
    return type(name, (base,), {"form": form, "__module__": form.__module__})


def add_page(portal_type: str, label: Message) -> type:
    """The page that adds content of a type, where its form needs nothing of its own."""
    names = {"portal_type": portal_type, "label": label}
    return page_of(type(f"{portal_type}AddForm", (AddForm,), names))


def edit_page(label: Message) -> type:
    """The page that changes content, where its form needs nothing of its own."""
    return page_of(type("ContentEditForm", (EditForm,), {"label": label}))


class NoAddPage(DefaultAddView):
    """Where a type has no form of ours it cannot be added by one."""

    def __call__(self):
        raise NotFound(self.__name__)
