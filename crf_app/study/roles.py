"""Roles: the meanings that listings, clocks, anchors and reports look for in any form."""

from __future__ import annotations

from dataclasses import dataclass

from crf_app.base.values import Kind

_DATES = frozenset({Kind.DATE, Kind.DATE_TIME})
_CHOICE = frozenset({Kind.CODE, Kind.YES_NO, Kind.INTEGER})
_CODE = frozenset({Kind.CODE})
_AMOUNT = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MEASURED})
_TEXT = frozenset({Kind.TEXT})
_YES_NO = frozenset({Kind.YES_NO})
_NUMBER = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MEASURED, Kind.CODE})
_WORDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CODE})


@dataclass(frozen=True)
class Role:
    """One meaning. A study with any role of a group gives the `needed` ones of that group.

    `kinds` are the kinds of item that can carry the meaning.
    """

    name: str
    meaning: str
    kinds: frozenset[Kind]
    needed: bool = False

    @property
    def group(self) -> str:
        """The word before the dot: what kind of form the role belongs to."""
        return self.name.partition(".")[0]


ALWAYS_NEEDED = frozenset({"consent.date"})
"""Roles no study can do without: nothing is done before consent (ICH E6(R3) 2.8)."""

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("visit.date", "The date a visit took place, where a form asks it.", _DATES),
        Role("consent.date", "When the subject consented; nothing is done before.", _DATES, True),
        Role("consent.withdrawn", "When the subject withdrew consent.", _DATES),
        Role("subject.sex", "The sex that laboratory ranges and checks go by.", _CHOICE),
        Role("subject.birth", "Date or year of birth.", _DATES),
        Role("subject.age", "Age in years, where the date of birth is not kept.", _NUMBER),
        Role("subject.height", "Body height in centimetres.", _NUMBER),
        Role("subject.arm", "The arm or sequence the subject was assigned to.", _CHOICE),
        Role("dose.start", "When the investigational product was started.", _DATES, True),
        Role("dose.end", "When the investigational product ended.", _DATES),
        Role("dose.given", "How much was really given.", _NUMBER),
        Role("dose.treatment", "What the dose really was, the product or a placebo; blinded.", _WORDS | _CHOICE),
        Role("ae.term", "What happened, in words or as a dictionary term.", _WORDS, True),
        Role("ae.verbatim", "What happened, in the words of the person who reported it.", _WORDS),
        Role("ae.onset", "When an adverse event began.", _DATES, True),
        Role("ae.end", "When an adverse event ended.", _DATES, True),
        Role("ae.grade", "How severe it is, grades 1 to 5.", _NUMBER, True),
        Role("ae.serious", "Whether it is serious (yes/no).", _CHOICE, True),
        Role("ae.related", "Whether the product may have caused it.", _CHOICE),
        Role("ae.expected", "Whether it was expected from the reference safety text.", _CHOICE),
        Role("ae.outcome", "How it ended.", _CHOICE, True),
        Role("ae.action", "What was done with the product.", _CHOICE),
        Role("ae.aware", "When the site learnt of it; the 24-hour clock starts here.", _DATES),
        Role("ae.reported", "When it was reported to the sponsor; the clock stops here.", _DATES),
        Role("cm.name", "Name of a concomitant medication.", _WORDS, True),
        Role("cm.start", "When a medication was started.", _DATES, True),
        Role("cm.end", "When a medication was stopped.", _DATES),
        Role("cm.kind", "What kind of medication it is; among its codes is `steroid`.", _CODE),
        Role("mh.term", "A condition from before the study.", _WORDS, True),
        Role("mh.onset", "When that condition began.", _DATES),
        Role("mh.end", "When that condition ended.", _DATES),
        Role(
            "procedure.kind",
            "What was done; among its codes are `gastrostomy`, `tracheostomy`, `niv` and `ventilation`.",
            _CODE,
            True,
        ),
        Role("procedure.date", "When it was done, or begun.", _DATES, True),
        Role("procedure.end", "When it was ended.", _DATES),
        Role("relapse.onset", "When a relapse began.", _DATES),
        Role("deviation.term", "What departed from the protocol.", _WORDS | _CHOICE, True),
        Role("deviation.date", "When it departed from the protocol.", _DATES, True),
        Role("deviation.important", "Whether the departure is important (yes/no).", _CHOICE),
        Role("death.date", "When the subject died.", _DATES, True),
        Role("death.cause", "What the subject died of; `disease` is the disease under study.", _CODE),
        Role("unblinding.at", "When the treatment of the subject was revealed.", _DATES),
        Role("end.date", "When the subject completed or left the study.", _DATES),
        Role("end.status", "Whether the subject completed, and if not, why.", _CHOICE),
        Role("edss.step", "The EDSS step that counts.", _NUMBER, True),
        Role("edss.calculated", "The EDSS step worked out from the scores.", _NUMBER),
        Role("symptom.onset", "When the first symptom of the disease was noticed.", _DATES),
        Role("alsfrs.total", "The total of the ALSFRS-R.", _AMOUNT),
        Role("alsfrs.earlier", "The earliest total of the ALSFRS-R from before the study.", _AMOUNT),
        Role("alsfrs.earlier_on", "The day of that total.", _DATES),
        Role("fvc.percent", "The forced vital capacity in percent of the predicted.", _AMOUNT),
        Role("fvc.earlier", "The earliest forced vital capacity from before the study, in percent.", _AMOUNT),
        Role("fvc.earlier_on", "The day of that measurement.", _DATES),
        Role("harvest.id", "The number of the tissue an autologous product is made from.", _TEXT),
        Role("harvest.date", "When that tissue was taken.", _DATES),
        Role("product.id", "The number of the product as its certificate gives it.", _TEXT),
        Role("product.released", "Whether the product was released for the subject (yes/no).", _YES_NO),
        Role("product.expires", "Until when the product may be used.", _DATES),
        Role("puncture.start", "When the spinal canal was punctured.", _DATES),
        Role("weight", "Body weight in kilograms.", _NUMBER),
    )
}
"""Every known role. A study gives each at most once."""
