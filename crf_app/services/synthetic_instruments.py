"""What a synthetic subject's instruments say: cognition, questionnaires, images, blood and cerebrospinal fluid.

No figure of them was published by subject; these are invented so that they go the way the published results say:
fatigue, hostility, somatisation and paranoid ideation fall, the global index of the SCL-90-R hardly moves; PASAT,
BVMT-R and sorting rise; lesions and volumes stay; of diffusion only RD of the left normal-appearing white matter falls.
What is not said here the filling makes of the form's definition.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from crf_app.services.synthetic_stories import Story

ASSESSED = ("day_0", "month_3", "month_6")
"""The visits of cognition and questionnaires, in their order."""

SCANNED = ("day_0", "month_3", "month_6", "month_9")

_WHOLE = ("macfims", "fss", "scl_90_r", "mri_scan", "mri_lesions", "mri_volumes", "mri_dti", "mri_fmri")

INSTRUMENTS = {
    "day_0": (*_WHOLE, "haematology", "csf"),
    "month_1": ("haematology", "csf"),
    "month_3": (*_WHOLE, "haematology", "csf"),
    "month_6": _WHOLE,
    "month_9": ("mri_scan", "mri_lesions", "mri_volumes"),
}
"""The pages of each visit that no published figures stand behind."""

Told = dict[str, str]


def told(story: Story, visit: str, form: str) -> Told:
    """Return what the story says of a form at a visit, by ``item`` or ``row.item``."""
    say = _SAID.get(form)
    return say(story, visit) if say is not None else {}


def own(story: Story) -> int:
    """Return a number of this subject's own, from 0 to 9."""
    return (sum(map(ord, story.label)) + story.age) % 10


def _fss(story: Story, visit: str) -> Told:
    """Around 5.5 at day 0, and a point less by month 6."""
    lower = {"day_0": 0, "month_3": 5, "month_6": 9}[visit]
    shape = (6, 5, 6, 7, 5, 6, 4, 6, 5)
    answers = {f"q{n}": shape[(n + own(story)) % 9] - (n <= lower) for n in range(1, 10)}
    return {"rater": "N. Rahimi", "questionnaire_language": "fa"} | {k: f"{v}" for k, v in answers.items()}


_FALLING = (
    *(11, 24, 63, 67, 74, 81),
    *(1, 4, 12, 27, 40, 42, 48, 49, 52, 53, 56, 58),
    *(8, 18, 43, 68, 76, 83),
)
"""Items of hostility, somatisation and paranoid ideation (for the map, see the form in the library)."""

_SAFETY = (15, 59)
"""Items that ask for a physician; nobody's is above the lowest answer."""


def _scl_90_r(story: Story, visit: str) -> Told:
    n = ASSESSED.index(visit)
    answers: dict[int, int] = {}
    for item in range(1, 91):
        if item in _FALLING:
            answers[item] = 2 - (item + own(story)) % 2 - (item // 2 % 3 < n)
        else:  # what falls there rises a little elsewhere: the global index stays
            answers[item] = (0, 1, 1, 0, 2, 1, 0)[(item * 3 + own(story)) % 7] + (item % 8 < n)
    answers |= dict.fromkeys(_SAFETY, 0)
    return {"rater": "N. Rahimi", "questionnaire_language": "fa"} | {f"q{k}": f"{v}" for k, v in answers.items()}


def _macfims(story: Story, visit: str) -> Told:
    n, own_ = ASSESSED.index(visit), own(story)
    learned = [min(16, 5 + own_ % 3 + trial + (trial > 2) + n // 2) for trial in range(5)]
    drawn = [min(12, 4 + own_ % 3 + 2 * trial + n) for trial in range(3)]
    sorts = 6 + own_ % 4 + n
    scores = {
        "education_years": 12,
        "pasat_3": 36 + own_ + 2 * n,
        "pasat_2": 24 + own_ + 2 * n,
        "sdmt_correct": 38 + own_ + n,
        "sdmt_errors": 1,
        **{f"cvlt_t{k}": score for k, score in enumerate(learned, 1)},
        "cvlt_b": 5,
        "cvlt_sdfr": learned[-1] - 2,
        "cvlt_sdcr": learned[-1] - 1,
        "cvlt_ldfr": learned[-1] - 2,
        "cvlt_ldcr": learned[-1] - 1,
        "cvlt_hits": min(16, learned[-1] + 2),
        "cvlt_false": 2,
        "cvlt_repetitions": 4,
        "cvlt_intrusions": 2,
        **{f"bvmt_t{k}": score for k, score in enumerate(drawn, 1)},
        "bvmt_delayed": drawn[-1] - 1,
        "bvmt_hits": 6 - (n == 0),
        "bvmt_false": int(n == 0),
        "jlo_correct": 21 + own_ % 6,
        **{f"cowat_words_{k}": 9 + (own_ + k) % 4 for k in (1, 2, 3)},
        "dkefs_sorts": sorts,
        "dkefs_description": 3 * sorts + n,
    }
    letters = (("ا", "س", "ک"), ("ب", "م", "ف"), ("د", "ر", "ش"))[n]
    return {
        "began_at": "07:00",
        "ended_at": "08:30",
        "rater": "S. Tavakoli",
        "test_language": "fa",
        "sleep_hours": "7",
        "cvlt_learned_at": "07:25",
        "cvlt_recalled_at": "07:45",
        "bvmt_learned_at": "07:50",
        "bvmt_recalled_at": "08:15",
        **{f"cowat_letter_{k}": letter for k, letter in enumerate(letters, 1)},
        **{item: f"{score}" for item, score in scores.items()},
    }


def _mri_scan(_: Story, __: str) -> Told:
    return {
        "scanner": "Prisma 1",
        "field_strength": "3",
        "coil_channels": "32",
        "protocol_version": "1.2",
        "gadolinium": "no",
        "reason_no_contrast": "protocol",
    }


def _scanned_before(story: Story, visit: str) -> date | None:
    n = SCANNED.index(visit) if visit in SCANNED else 0
    return story.day_of(SCANNED[n - 1]) if n else None


def _compared(story: Story, visit: str) -> Told:
    before = _scanned_before(story, visit)
    return {"compared_with": f"{before}"} if before else {}


_REGIONS = {
    "periventricular": (18, "7.214"),
    "juxtacortical": (9, "1.106"),
    "deep_white_matter": (12, "2.385"),
    "infratentorial": (4, "0.412"),
}
"""T2 lesions and their volume in mL."""


def _mri_lesions(story: Story, visit: str) -> Told:
    found: Told = {
        "rater_1": "F. Ahmadi",
        "rater_2": "K. Jafari",
        "readers_blinded": "yes",
        "spine_imaged": "no",
        "t2_new": "0",
        "t2_enlarging": "0",
    }
    for row, (count, volume) in _REGIONS.items():
        more = own(story) % 5
        found[f"{row}.t2_count"] = f"{count + more}"
        found[f"{row}.t2_volume"] = f"{Decimal(volume) * (10 + more) / 10:.3f}"
    return found | _compared(story, visit)


def _mri_volumes(story: Story, visit: str) -> Told:
    """Whole brain and its parts in mL; the cortex a little less each time, as far as it goes not significant."""
    n = SCANNED.index(visit)
    size = Decimal(100 + own(story)) / 100
    cortex = (Decimal(552) - n) * size
    nuclei = Decimal("41.6") * size
    grey = cortex + nuclei + 38
    lesions = Decimal("12.4") + own(story)
    white = Decimal(498) * size
    volumes = {
        "whole_brain": f"{grey + white:.2f}",
        "grey_matter": f"{grey:.2f}",
        "cortical_grey_matter": f"{cortex:.2f}",
        "basal_ganglia": f"{nuclei:.3f}",
        "white_matter": f"{white:.2f}",
        "nawm": f"{white - lesions:.2f}",
        "abnormal_white_matter": f"{lesions:.3f}",
    }
    way = {"rater": "F. Ahmadi", "pipeline": "FSL", "pipeline_version": "6.0.7", "normalised": "no", "pbvc": "-0.12"}
    return volumes | way | _compared(story, visit)


_TRACTS = {
    "nawm_left": ("0.412", "1.096", "0.624"),
    "nawm_right": ("0.418", "1.092", "0.612"),
    "cst_left": ("0.531", "1.204", "0.518"),
    "cst_right": ("0.528", "1.207", "0.522"),
    "or_left": ("0.487", "1.243", "0.583"),
    "or_right": ("0.489", "1.240", "0.579"),
    "corpus_callosum": ("0.602", "1.386", "0.502"),
}
"""FA, and AD and RD in 10^-3 mm2/s."""


def _mri_dti(story: Story, visit: str) -> Told:
    n = SCANNED.index(visit)
    found: Told = {"rater": "F. Ahmadi", "pipeline": "FSL", "pipeline_version": "6.0.7"}
    found |= {"b_values": "0, 1000", "directions": "64"}
    for row, (fa, ad, rd) in _TRACTS.items():
        axial = Decimal(ad) + Decimal("0.002") * own(story)
        radial = Decimal(rd) + Decimal("0.003") * own(story)
        if row == "nawm_left":
            radial -= (Decimal(0), Decimal("0.008"), Decimal("0.029"), Decimal("0.029"))[n]
        mean = (axial + 2 * radial) / 3
        numbers = {"fa": Decimal(fa), "ad": axial, "rd": radial, "md": mean}
        found |= {f"{row}.{item}": f"{number:.3f}" for item, number in numbers.items()}
    return found


def _mri_fmri(story: Story, visit: str) -> Told:
    n = ASSESSED.index(visit)
    return {
        "rater": "F. Ahmadi",
        "pipeline": "fMRIPrep",
        "pipeline_version": "23.2",
        "atlas": "aal3",
        "atlas_words": "1.1",
        "mean_fd": f"0.{15 + own(story)}",
        "volumes_acquired": "240",
        "volumes_censored": f"{6 + own(story)}",
        "network_file": f"{story.label}-{visit}-network.csv",
        "n_nodes": "166",
        "n_edges": f"{1180 + 3 * own(story) + 14 * n}",
    }


_RED = {"haemoglobin": ("13.1", "14.9"), "haematocrit": ("39.4", "44.8"), "erythrocytes": ("4.41", "4.98")}
_WHITE = {
    "leucocytes": "6.20",
    "neutrophils": "3.90",
    "lymphocytes": "1.50",
    "monocytes": "0.45",
    "eosinophils": "0.20",
    "basophils": "0.05",
}
"""Blood counts, in the units of the laboratory's ranges; red cells of a woman and a man."""

SAMPLED_BLOOD = ("day_0", "month_1", "month_3")


def _haematology(story: Story, visit: str) -> Told:
    """Counts of one kind go up and down together, some per cent from visit to visit."""
    column, n = ("female", "male").index(story.sex), SAMPLED_BLOOD.index(visit)
    red = Decimal(97 + (own(story) + 2 * n) % 7) / 100
    white = Decimal(88 + (3 * own(story) + 7 * n) % 25) / 100
    figures: Told = {"platelets.result": f"{215 + 7 * own(story) + (5 * n + own(story)) % 13}"}
    for row, numbers in _RED.items():
        figures[f"{row}.result"] = f"{Decimal(numbers[column]) * red:.{2 if row == 'erythrocytes' else 1}f}"
    for row, number in _WHITE.items():
        figures[f"{row}.result"] = f"{Decimal(number) * white:.2f}"
    return {"laboratory": "Sina", "specimen": f"{story.label.replace('-', '')}-CBC{n}", **figures}


def _csf(story: Story, visit: str) -> Told:
    n = SAMPLED_BLOOD.index(visit)
    return {
        "laboratory": "Sina",
        "specimen": f"{story.label.replace('-', '')}-CSF{n}",
        "traumatic": "no",
        "leucocytes": f"{(own(story) + n) % 4}",
        "erythrocytes": f"{(2 * own(story) + 3 * n) % 11}",
        "protein": f"{28 + own(story) + 2 * n}",
        "glucose": f"{57 + (own(story) + n) % 5}",
        "serum_glucose": f"{88 + own(story) + 2 * n}",
        "bands": "2",
        "band_count": f"{4 + own(story) % 5}",
        "culture": "no_growth",
    }


_SAID: dict[str, Callable[[Story, str], Told]] = {
    "fss": _fss,
    "scl_90_r": _scl_90_r,
    "macfims": _macfims,
    "mri_scan": _mri_scan,
    "mri_lesions": _mri_lesions,
    "mri_volumes": _mri_volumes,
    "mri_dti": _mri_dti,
    "mri_fmri": _mri_fmri,
    "haematology": _haematology,
    "csf": _csf,
}
