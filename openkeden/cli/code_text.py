"""A code of the tariff for people: its rate and notes, taxes, preferences, measures and what
is not held, in the reader's language.
"""

from openkeden import locale
from openkeden.cli import show
from openkeden.flow.law import codes, goods_names
from openkeden.locale import law_words
from openkeden.views import code_view, row_view

_DIRECTIONS = {"IM": "import", "EX": "export", "TR": "transit"}


class CodeText:
    """Prints what was found for a code in a language."""

    def __init__(self, language: str) -> None:
        self.language, self.names = language, locale.names(language)
        self.words = self.names["tariff"]

    def print(self, found: codes.Found) -> None:
        """The code, the lines below it, or why it is absent."""
        shown = code_view.of(found, self.language)
        if shown.name:
            show.out.print(show.plain(shown.name), soft_wrap=True)
        if isinstance(shown, code_view.CodeView):
            self._print_line(shown)
        elif isinstance(shown, code_view.BelowView):
            self._print_lines(shown.lines)
        else:
            self._print_absent(shown)

    def _print_line(self, line: code_view.CodeView) -> None:
        on_day = self._say("on_day", on=line.on, country=line.jurisdiction)
        unit = self._say("unit" if line.unit else "no_unit", unit=line.unit)
        head = f"[bold]{line.code}[/bold] {on_day}"
        show.out.print(f"{head}: [bold]{self._rate(line.rate)}[/bold]{unit}")
        self._print_basis(line.basis)
        if line.own_basis != line.basis:
            show.out.print(f"{self.words['without_note']}: {self._rate(line.own_rate)}")
            self._print_basis(line.own_basis)
        for note in line.notes:
            rate = f" {self._rate(note.rate)}" if note.rate else ""
            told = {"note": note.note, "rate": rate, "why": show.plain(note.why)}
            said = self._say("note" if note.applies else "note_idle", **told)
            show.out.print(said, soft_wrap=True)
        for season in line.seasons:
            self._print_season(season, line.code)
        for gap in line.gaps:
            head = f"[yellow]{self.words['not_held']}[/yellow]"
            show.out.print(f"{head}: {show.plain(gap)}", soft_wrap=True)
        for tax in line.taxes:
            self._print_tax(tax)
        self._print_reliefs(line.preferences)
        for measure in line.measures:
            self._print_measure(measure)
        if line.neighbours:
            show.out.print(self.words["beside"])
            self._print_lines(line.neighbours)

    def _print_season(self, season: code_view.SeasonView, code: str) -> None:
        first, last = season.first.split("-"), season.last.split("-")
        days = f"{self._say('season_day', month=first[0], day=first[1])} – "
        days += self._say("season_day", month=last[0], day=last[1])
        said = self._say("season_open" if season.open else "season_closed", days=days)
        head = f"[bold]{season.code}[/bold]" if season.code == code else season.code
        show.out.print(f"{head}: {said}", soft_wrap=True)

    def _print_tax(self, tax: code_view.RateView) -> None:
        name = self.names["charge_keys"].get(tax.charge, tax.charge)
        terms = self._terms(tax)
        where = f" {self.words['where']} {', '.join(terms)}" if terms else ""
        said = f"{name.capitalize()}: {self._rate(tax.rate)}{where}"
        show.out.print(show.plain(said), soft_wrap=True)
        self._print_basis(tax.basis)

    def _terms(self, tax: code_view.RateView) -> list[str]:
        """For which goods of the code a rate is; none where for all."""
        terms = [f"{name} {value}" for name, value in tax.needs.items()]
        if tax.origins:
            terms.append(f"{self.words['origin']} {' '.join(tax.origins)}")
        if tax.excluded:
            terms.append(f"{self.words['origin_not']} {' '.join(tax.excluded)}")
        return terms + [self._rate(limit) for limit in tax.when]

    def _print_measure(self, measure: code_view.CodeMeasureView) -> None:
        ways = [self.words[_DIRECTIONS[way]] for way in measure.direction.split()]
        way = " / ".join(ways) or self.words["any_direction"]
        effect = self.names["measure_effects"][measure.effect]
        head = f"{self.words['measure']} {measure.id}: {effect}, {way}"
        show.out.print(f"{head}: {show.plain(measure.title)}", soft_wrap=True)
        self._print_basis(measure.basis)

    def _print_basis(self, row: row_view.RowView) -> None:
        until = f" {self.words['to']} {row.until}" if row.until else ""
        act = ", ".join([part for part in (row.act, row.article, row.remark) if part])
        mark = self.names["marks"].get(row.mark, row.mark)
        said = f"  {row.since}{until} {act} ({row.source}) [{mark}]"
        show.out.print(show.plain(said), style="dim", soft_wrap=True)

    def _print_reliefs(self, reliefs: tuple[code_view.ReliefView, ...]) -> None:
        if not reliefs:
            return
        show.out.print(self.words["preferences"])
        heads = self._heads("code", "charge", "left", "document", "mark", "origins")
        rows = [self._relief(relief) for relief in reliefs]
        show.print_table(heads, rows, right=(heads[2],), flexible=5)
        for relief in reliefs:
            name = show.plain(f"  {relief.code}: {relief.name}")
            show.out.print(name, style="dim", soft_wrap=True)

    def _relief(self, relief: code_view.ReliefView) -> tuple[str, ...]:
        percent = f"{relief.factor_percent}%"
        left = self.words["offset"] if relief.offset else percent
        left = self._rate(relief.listed_rate) if relief.listed_rate else left
        left += f" ({relief.condition})" if relief.condition else ""
        mark = self.names["marks"].get(relief.basis.mark, relief.basis.mark)
        origins = " ".join(relief.origins) or self.words["any"]
        charge = self.names["charge_keys"].get(relief.charge, relief.charge)
        return relief.code, charge, left, relief.document, mark, origins

    def _print_lines(self, lines: tuple[code_view.LineView, ...]) -> None:
        """Lines in short, each with its name beside the others."""
        heads = self._heads("code", "unit_head", "rate", "goods")
        rows = [self._line(line) for line in lines]
        show.print_table(heads, rows, flexible=3)

    def _line(self, line: code_view.LineView) -> tuple[str, ...]:
        goods = goods_names.within_heading(line.code, self.language)
        return line.code, line.unit, self._rate(line.rate), show.plain(goods)

    def _print_absent(self, absent: code_view.AbsentView) -> None:
        status = "not_yet_held" if absent.status == "not_held" else absent.status
        state, asked = self._say(status, day=absent.day), self._say("asked", on=absent.on)
        show.out.print(f"[bold]{absent.code}[/bold] {state} ({asked})")
        if absent.successors:
            show.out.print(self.words["successors"])
            self._print_lines(absent.successors)
        elif absent.near:
            show.out.print(self.words["near"])
            self._print_lines(absent.near)

    def _heads(self, *names: str) -> tuple[str, ...]:
        return tuple([self.words[name] for name in names])

    def _say(self, name: str, **told: object) -> str:
        return self.words[name].format_map(told)

    def _rate(self, text: str) -> str:
        return law_words.rate(text, self.language)
