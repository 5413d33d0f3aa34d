"""Who may change what, by hand: a second opinion on the access policy, as a table.

Columns are those of ``matrix.py``: ``x`` may, ``.`` may not. Whoever may not is told so
if they may see the thing, and else that there is no such thing. Later work adds rows.
"""

from tests.access.matrix import read_table


#: What is done, and to what; in the group ``cheetahs``.
WRITES = read_table(
    """
                              an ou ic is ig au cu po wi co se ma sv
edit group                    .  .  .  .  .  .  .  .  .  .  x  x  .
edit library                  .  .  .  .  .  .  .  .  .  .  x  .  .
add-alert library             .  .  .  .  x  x  x  x  x  x  x  .  x
add-folder library            .  .  .  .  .  .  .  .  .  .  x  .  .
edit folder shared            .  .  .  .  .  .  .  .  .  .  x  .  .
restrict folder shared        .  .  .  .  .  .  .  .  .  .  x  .  .
add-alert folder shared       .  .  .  .  x  x  x  x  x  x  x  .  x
delete folder shared          .  .  .  .  .  .  .  .  .  .  x  .  .
edit folder enforcement       .  .  .  .  .  .  .  .  .  .  x  .  .
share folder enforcement      .  .  .  .  .  .  .  .  .  .  x  .  .
add-alert folder enforcement  .  .  .  .  .  x  x  x  x  x  x  .  x
choose folder enforcement     .  .  .  .  .  .  .  .  .  .  x  .  .
delete folder enforcement     .  .  .  .  .  .  .  .  .  .  x  .  .
choose folder chosen          .  .  .  .  .  .  .  .  .  .  x  .  .
edit folder chosen            .  .  .  .  .  .  .  .  .  .  x  .  .
share folder chosen           .  .  .  .  .  .  .  .  .  .  x  .  .
publish folder chosen         .  .  .  .  .  .  .  .  .  .  x  .  .
add-alert folder chosen       .  .  .  .  x  .  .  x  x  .  x  .  .
delete folder chosen          .  .  .  .  .  .  .  .  .  .  x  .  .
sight item draft              .  .  .  .  .  .  .  .  .  .  .  .  .
sight item pending            .  .  .  .  .  .  .  .  .  .  .  .  .
sight item enforcement        .  .  .  .  .  x  x  x  x  x  x  .  x
sight item shared             .  .  .  .  x  x  x  x  x  x  x  .  x
sight item chosen             .  .  .  .  x  x  .  x  x  .  x  .  .
sight item archived           .  .  .  .  .  .  .  .  .  .  .  .  .
sight item reported           .  .  .  .  .  .  .  .  .  .  .  .  .
translate item draft          .  .  .  .  .  x  .  .  .  .  x  .  .
translate item pending        .  .  .  .  .  .  .  .  .  .  x  .  .
translate item enforcement    .  .  .  .  .  x  .  .  .  .  x  .  .
translate item shared         .  .  .  .  .  x  .  .  .  .  x  .  .
translate item chosen         .  .  .  .  .  x  .  .  .  .  x  .  .
translate item archived       .  .  .  .  .  .  .  .  .  .  .  .  .
translate item reported       .  .  .  .  .  .  .  .  .  .  .  .  .
correct item draft            .  .  .  .  .  .  .  .  .  .  .  .  .
correct item pending          .  .  .  .  .  .  .  .  .  .  .  .  .
correct item enforcement      .  .  .  .  .  x  x  x  x  x  x  .  x
correct item shared           .  .  .  .  x  x  x  x  x  x  x  .  x
correct item chosen           .  .  .  .  x  x  .  x  x  .  x  .  .
correct item archived         .  .  .  .  .  .  .  .  .  .  .  .  .
correct item reported         .  .  .  .  .  .  .  .  .  .  .  .  .
lock item draft               .  .  .  .  .  x  .  .  .  .  x  .  .
unlock item draft             .  .  .  .  .  x  .  .  .  .  x  .  .
edit item draft               .  .  .  .  .  x  .  .  .  .  x  .  .
attach item draft             .  .  .  .  .  x  .  .  .  .  x  .  .
revert item draft             .  .  .  .  .  x  .  .  .  .  x  .  .
submit item draft             .  .  .  .  .  x  .  .  .  .  x  .  .
publish item draft            .  .  .  .  .  .  .  .  .  .  x  .  .
report item draft             .  .  .  .  .  .  .  .  .  .  .  .  .
choose item draft             .  .  .  .  .  .  .  .  .  .  x  .  .
delete item draft             .  .  .  .  .  x  .  .  .  .  x  .  .
edit item pending             .  .  .  .  .  .  .  .  .  .  x  .  .
attach item pending           .  .  .  .  .  .  .  .  .  .  x  .  .
revert item pending           .  .  .  .  .  .  .  .  .  .  x  .  .
retract item pending          .  .  .  .  .  x  .  .  .  .  x  .  .
publish item pending          .  .  .  .  .  .  .  .  .  .  x  .  .
delete item pending           .  .  .  .  .  .  .  .  .  .  x  .  .
edit item enforcement         .  .  .  .  .  .  .  .  .  .  x  .  .
attach item enforcement       .  .  .  .  .  .  .  .  .  .  x  .  .
revert item enforcement       .  .  .  .  .  .  .  .  .  .  x  .  .
share item enforcement        .  .  .  .  .  .  .  .  .  .  x  .  .
archive item enforcement      .  .  .  .  .  .  .  .  .  .  x  .  .
report item enforcement       .  .  .  .  .  x  x  x  x  x  x  .  x
delete item enforcement       .  .  .  .  .  .  .  .  .  .  x  .  .
edit item shared              .  .  .  .  .  .  .  .  .  .  x  .  .
attach item shared            .  .  .  .  .  .  .  .  .  .  x  .  .
revert item shared            .  .  .  .  .  .  .  .  .  .  x  .  .
restrict item shared          .  .  .  .  .  .  .  .  .  .  x  .  .
archive item shared           .  .  .  .  .  .  .  .  .  .  x  .  .
report item shared            .  .  .  .  x  x  x  x  x  x  x  .  x
choose item shared            .  .  .  .  .  .  .  .  .  .  x  .  .
delete item shared            .  .  .  .  .  .  .  .  .  .  x  .  .
choose item chosen            .  .  .  .  .  .  .  .  .  .  x  .  .
edit item chosen              .  .  .  .  .  .  .  .  .  .  x  .  .
share item chosen             .  .  .  .  .  .  .  .  .  .  x  .  .
report item chosen            .  .  .  .  x  x  .  x  x  .  x  .  .
archive_chosen item chosen    .  .  .  .  .  .  .  .  .  .  x  .  .
edit item archived_chosen     .  .  .  .  .  .  .  .  .  .  .  .  .
sight item archived_chosen    .  .  .  .  .  .  .  .  .  .  .  .  .
restore_chosen item archived_chosen  .  .  .  .  .  .  .  .  .  .  x  .  .
report item archived_chosen   .  .  .  .  x  x  .  x  x  .  x  .  .
delete item archived_chosen   .  .  .  .  .  .  .  .  .  .  x  .  .
edit item archived            .  .  .  .  .  .  .  .  .  .  .  .  .
attach item archived          .  .  .  .  .  .  .  .  .  .  .  .  .
revert item archived          .  .  .  .  .  .  .  .  .  .  .  .  .
restore item archived         .  .  .  .  .  .  .  .  .  .  x  .  .
report item archived          .  .  .  .  .  x  x  x  x  x  x  .  x
delete item archived          .  .  .  .  .  .  .  .  .  .  x  .  .
edit item reported            .  .  .  .  .  .  .  .  .  .  .  .  .
attach item reported          .  .  .  .  .  .  .  .  .  .  .  .  .
revert item reported          .  .  .  .  .  .  .  .  .  .  .  .  .
report item reported          .  .  .  .  .  .  .  .  .  .  .  .  .
reinstate item reported       .  .  .  .  .  .  .  .  .  .  x  .  .
return item reported          .  .  .  .  .  .  .  .  .  .  x  .  .
delete item reported          .  .  .  .  .  .  .  .  .  .  x  .  .
edit workspace closed         .  .  .  .  .  x  .  .  .  .  x  .  .
add-topic workspace closed    .  .  .  .  .  x  .  x  .  .  .  .  .
invite workspace closed       .  .  .  .  .  x  .  .  .  .  x  .  .
archive workspace closed      .  .  .  .  .  x  .  .  .  .  x  .  .
edit workspace archived       .  .  .  .  .  .  .  .  .  .  .  .  .
add-topic workspace archived  .  .  .  .  .  .  .  .  .  .  .  .  .
invite workspace archived     .  .  .  .  .  .  .  .  .  .  .  .  .
restore workspace archived    .  .  .  .  .  .  .  .  .  .  x  .  .
rename topic closed           .  .  .  .  .  x  .  .  .  .  .  .  .
comment topic closed          .  .  .  .  .  x  .  x  .  .  .  .  .
close topic closed            .  .  .  .  .  x  .  .  .  .  .  .  .
rename topic archived         .  .  .  .  .  .  .  .  .  .  .  .  .
comment topic archived        .  .  .  .  .  .  .  .  .  .  .  .  .
close topic archived          .  .  .  .  .  .  .  .  .  .  .  .  .
delete topic archived         .  .  .  .  .  .  .  .  .  .  .  .  .
report topic closed           .  .  .  .  .  x  .  x  x  .  .  .  .
report topic archived         .  .  .  .  .  x  .  x  .  .  .  .  .
rename topic reported         .  .  .  .  .  .  .  .  .  .  .  .  .
comment topic reported        .  .  .  .  .  .  .  .  .  .  .  .  .
reinstate topic reported      .  .  .  .  .  .  .  .  .  .  x  .  .
delete topic reported         .  .  .  .  .  .  .  .  .  .  x  .  .
delete topic closed           .  .  .  .  .  x  .  .  .  .  .  .  .
"""
)
#: Of these the Secretariat is told, and nothing is changed.
TELLS = read_table(
    """
                              an ou ic is ig au cu po wi co se ma sv
report item enforcement       .  .  .  .  .  .  .  .  .  .  .  .  x
report item shared            .  .  .  .  .  .  .  .  .  .  .  .  x
report item archived          .  .  .  .  .  .  .  .  .  .  .  .  x
report topic closed           .  .  .  .  .  .  .  .  x  .  .  .  .
    """
)
