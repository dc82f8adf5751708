"""Plots at the sizes of journals, their titles, legends and labels, and maps with names at the right dots."""
import re
import unittest
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from patrons import InFolder

import hegemon
from hegemon import plots

LAYOUTS = ("constrained", "tight", None)
STATES = ["ARM", "AZE", "BLR", "CHN", "EU", "GEO", "IND", "IRN", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "TUR", "UKR", "UN", "USA", "UZB"]
SCENARIO = f"""
title = "States"
time = "week"
end = 3
[kind.state]
x = {{ start = 1 }}
[update.state]
set.x = "uniform(0, 1)"
[rows.state]
columns = ["name"]
data = [{", ".join(f'["{name}"]' for name in STATES)}]
[outcome]
all = {{ take = "final", of = {{ is = "sum(s in state: s.x)" }} }}
[variant.lower]
title = "A variant whose title is long enough for trouble"
update.state.set.x = "uniform(0, 0.5)"
[variant.upper]
title = "Another such variant, in the other direction"
update.state.set.x = "uniform(0.5, 1)"
"""


class Drawn(InFolder):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.states = hegemon.open(cls.made("states", SCENARIO, "--arms", "base,lower,upper", "--replicates", "20"))
        cls.run_ = hegemon.open(cls.patrons)

    def setUp(self) -> None:
        self.addCleanup(plt.close, "all")


class Looks(Drawn):
    def each(self):
        return {"fan": lambda **named: plots.fan(self.states, "state", "x", "ARM", **named),
                "difference": lambda **named: plots.difference(self.states, "state", "x", "ARM", **named),
                "shares": lambda **named: plots.shares(self.run_, "tie", "influence", by="patron", whole=1, **named),
                "survival": lambda **named: plots.survival(self.run_, "attack", **named),
                "raster": lambda **named: plots.raster(self.run_, "asking", **named)}

    def inside(self, ax: Axes) -> None:
        """Nothing of the Axes is cut off, and title, note and legend are no wider than what they belong to."""
        figure = ax.figure
        box = ax.get_tightbbox(figure.canvas.get_renderer())
        self.assertGreaterEqual(min(box.x0, box.y0), -1.5)
        self.assertLessEqual(box.x1, figure.bbox.x1 + 1.5)
        self.assertLessEqual(box.y1, figure.bbox.y1 + 1.5)
        title = next(text for text in ax.get_children() if isinstance(text, plt.Text) and text.get_text() and text.get_text() == ax.get_title(loc="left"))
        self.assertLessEqual(title.get_window_extent().x1, ax.bbox.x1 + 3)

    def test_all_fits_into_a_column_and_beside_another_plot_in_any_layout(self) -> None:
        for name, draw in self.each().items():
            for layout in LAYOUTS if name == "fan" else ("constrained", None):
                for columns, size in ((1, (3.4, 2.6)), (2, (7, 2.6))):
                    with self.subTest(name, layout=layout, size=size), warnings.catch_warnings():
                        warnings.simplefilter("error")  # a layout without room is one
                        figure, axes = plt.subplots(1, columns, figsize=size, layout=layout, squeeze=False)
                        for ax in axes[0]:
                            draw(ax=ax)
                        figure.savefig(self.folder / "small.png")
                        for ax in axes[0]:
                            self.inside(ax)
                            self.assertGreater(ax.bbox.height / figure.dpi, 0.4)
                        plt.close(figure)

    def test_a_legend_is_below_the_labels_of_the_axis_and_no_wider_than_the_plot(self) -> None:
        figure, ax = plt.subplots(figsize=(3.4, 2.6), layout="constrained")
        self.each()["fan"](ax=ax)
        figure.canvas.draw()
        legend = ax.get_legend().get_window_extent()
        self.assertLess(legend.y1, ax.xaxis.get_tightbbox(figure.canvas.get_renderer()).y0)
        self.assertLessEqual(legend.x1, ax.bbox.x1 + 3)
        self.assertGreater(ax.bbox.width / figure.bbox.width, 0.7)

    def test_what_the_user_arranged_stays(self) -> None:
        figure, ax = plt.subplots()
        figure.subplots_adjust(left=0.3)
        self.each()["fan"](ax=ax)
        figure.canvas.draw()
        self.assertIsNone(figure.get_layout_engine())
        self.assertAlmostEqual(ax.get_position().x0, 0.3)
        ax.set_title("Mine", loc="left")
        ax.legend(["only"])
        figure.canvas.draw()
        self.assertEqual((ax.get_title(loc="left"), len(ax.get_legend().get_texts())), ("Mine", 1))

    def test_titles_legends_and_labels_can_be_chosen(self) -> None:
        for name, draw in self.each().items():
            with self.subTest(name):
                ax = draw(title="Own")
                self.assertEqual(ax.get_title(loc="left"), "Own")
                ax = draw(title="", legend=False)
                ax.figure.canvas.draw()
                self.assertEqual((ax.get_title(loc="left"), ax.get_legend()), ("", None))
                self.assertFalse([text for text in ax.texts if text.get_gid() == "below" and text.get_text()])
        labels = {"lower": "Less", "upper": "More"}
        ax = plots.fan(self.states, "state", "x", "ARM", labels=labels)
        ax.figure.canvas.draw()
        self.assertEqual([text.get_text() for text in ax.get_legend().get_texts()], ["base", "Less", "More"])
        self.assertEqual(plots.difference(self.states, "state", "x", "ARM", arm="lower", labels=labels).get_ylabel(), "base − Less")
        axes = plots.side_by_side(plots.fan, self.states, "state", "x", "ARM", labels=labels, title="All")
        self.assertEqual([ax.get_title(loc="left") for ax in axes], ["base", "Less", "More"])
        self.assertEqual(axes[0].figure._suptitle.get_text(), "All")
        with self.assertRaisesRegex(hegemon.NotThere, "did you mean 'lower'"):
            plots.fan(self.states, "state", "x", "ARM", labels={"lover": "?"})
        with self.assertRaisesRegex(TypeError, "titel.*title"):
            plots.fan(self.states, "state", "x", "ARM", titel="?")

    def test_arms_differ_in_black_and_white_too_and_lines_lie_above_bands(self) -> None:
        for name in ("fan", "difference"):
            ax = self.each()[name]()
            lines = [line for line in ax.lines if not line.get_label().startswith("_")]
            self.assertEqual(len({str(line._dash_pattern) for line in lines}), len(lines), name)
            self.assertGreater(min(line.get_zorder() for line in lines), max(one.get_zorder() for one in ax.collections))

    def test_three_arms_have_one_light_band_each(self) -> None:
        three, two = self.each()["fan"](), plots.fan(self.states, "state", "x", "ARM", arm=["base", "lower"])
        self.assertEqual((len(three.collections), len(two.collections)), (3, 4))
        self.assertLess(three.collections[0].get_alpha(), two.collections[0].get_alpha())
        self.assertIn("band: the middle 90", " ".join(text.get_text().replace("\n", " ") for text in three.texts))

    def test_rows_of_what_is_not_over_are_named_by_arm(self) -> None:
        texts = [text.get_text() for text in self.each()["survival"](labels={"no_strikes": "Calm"}).texts]
        self.assertIn("base", texts)
        self.assertIn("Calm", texts)

    def test_saved_pdfs_have_fonts_that_journals_take(self) -> None:
        path = self.folder / "fonts.pdf"
        before = plt.rcParams["pdf.fonttype"]
        plots.save(self.each()["fan"](), path)
        self.assertEqual(plt.rcParams["pdf.fonttype"], before)
        self.assertEqual(set(re.findall(rb"/Subtype /(Type3|Type0|Type42|TrueType)\b", path.read_bytes())), {b"Type0"})


class Maps(Drawn):
    def names(self, ax: Axes) -> dict[str, tuple]:
        ax.figure.canvas.draw()
        return {text.get_text(): text for text in ax.texts if text.get_text() in STATES}

    def test_far_places_are_left_out_and_said(self) -> None:
        ax = plots.map(self.states, "state", "x")
        names = self.names(ax)
        self.assertEqual(sorted(names), sorted(set(STATES) - {"CHN", "EU", "UN", "USA"}))
        below = " ".join(text.get_text() for text in ax.texts if text.get_gid() == "below").replace("\n", " ")
        self.assertIn("not on the map: beyond the map: CHN, USA; without a place: EU, UN", below)
        dots = plots.dots(pandas.Series({"ARM": 1.0, "GEO": 2.0, "EU": 3.0}))
        self.assertIn("without a place: EU", " ".join(text.get_text() for text in dots.texts))

    def test_each_name_is_nearest_to_its_own_dot_or_has_a_line_to_it(self) -> None:
        def check(ax: Axes) -> None:
            names = self.names(ax)
            offsets = next(one for one in ax.collections if isinstance(one, PathCollection)).get_offsets()
            dots = ax.transData.transform(np.asarray(offsets))
            for name, text in names.items():
                own = ax.transData.transform(text.xy)
                if text.arrow_patch is None:
                    box = text.get_window_extent()
                    away = [float(np.hypot(max(box.x0 - x, 0, x - box.x1), max(box.y0 - y, 0, y - box.y1))) for x, y in dots]
                    self.assertAlmostEqual(float(np.hypot(*(dots[int(np.argmin(away))] - own))), 0, places=6, msg=name)
        check(plots.map(self.states, "state", "x"))
        axes = plots.side_by_side(plots.map, self.states, "state", "x")
        for ax in axes:
            check(ax)
        places = [{name: np.round(text.get_position(), 3).tolist() for name, text in self.names(ax).items()} for ax in axes]
        self.assertEqual(places[0], places[1])
        self.assertEqual(places[1], places[2])

    def test_a_name_with_no_room_at_its_dot_gets_a_line(self) -> None:
        crowd = pandas.DataFrame({"latitude": [40, 40.3, 40.6, 40.3], "longitude": [20, 20.4, 20, 19.6]}, index=["ARM", "AZE", "GEO", "TUR"])
        ax = plots.dots(pandas.Series(1.0, index=crowd.index), places=crowd, extent=(0, 40, 25, 55))
        names = self.names(ax)
        self.assertEqual(len(names), 4)
        self.assertTrue(all(text.arrow_patch is not None for text in names.values()))

    def test_maps_side_by_side_have_one_bar_of_colours(self) -> None:
        axes = plots.side_by_side(plots.map, self.states, "state", "x")
        self.assertEqual([len(ax.child_axes) for ax in axes], [0, 0, 1])
        figure = axes[0].figure
        figure.canvas.draw()
        self.assertGreater(axes[0].bbox.height / figure.bbox.height, 0.6)


if __name__ == "__main__":
    unittest.main()
