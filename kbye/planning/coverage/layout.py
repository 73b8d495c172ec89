"""Who has whom at home, and who does what there, within a frame: quick to change, and always priced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kbye.planning.coverage.bits import in_a_row, stretch
from kbye.planning.coverage.frame import Frame
from kbye.planning.coverage.joining import joined
from kbye.planning.coverage.masks import runs
from kbye.planning.coverage.priced import CHANGE, NEVER, Priced, Where
from kbye.planning.coverage.problem import HOME, Care, Done, Plan

FAVOUR = 4  # whoever is favoured costs so much less
Kept = tuple[Frame, list[list[int]], list[int], list[list[int]], list[int], list[Where]]


class Layout(Priced):
    """`bars[carer][child]` are the cells in which a task of the carer leaves no room for the child, `tied[child]`
    those in which a task needs its carer to be who it is."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.bars = [[0 for _ in self.children] for _ in self.carers]
        self.tied = [0 for _ in self.children]

    def settle(self, frame: Frame) -> None:
        """The same in another frame, as far as it goes there."""
        self._look_at(frame)
        for carer in self.carers:
            for child in self.children:
                self.care[carer][child] &= frame.able[carer][child]
        for index, where in enumerate(self.where):
            if where is not None and not self._still(index, *where):
                self.drop(index)

    def _still(self, index: int, carer: int, start: int) -> bool:
        task = self.tasks[index]
        cells = stretch(start, start + task.cells)
        missing = cells & ~self.frame.home[carer] | 1 - (self.frame.starts[index] >> start & 1)
        for child in task.children:
            missing |= cells & ~self.care[carer][child]
        return not missing

    # What changes

    def keep(self) -> Kept:
        return (
            self.frame,
            [row[:] for row in self.care],
            self.doing[:],
            [row[:] for row in self.bars],
            self.tied[:],
            self.where[:],
        )

    def restore(self, kept: Kept) -> None:
        frame, care, doing, bars, tied, where = kept
        self.care, self.bars = [row[:] for row in care], [row[:] for row in bars]
        self.doing, self.tied, self.where = doing[:], tied[:], where[:]
        if frame is not self.frame:
            self._look_at(frame)

    def _begin(self, index: int, carer: int, start: int) -> None:
        task = self.tasks[index]
        cells = stretch(start, start + task.cells)
        self.where[index] = (carer, start)
        self.doing[carer] |= cells
        for child in self.children:
            if child in task.children:
                self.tied[child] |= cells
            elif not task.beside_care:
                self.bars[carer][child] |= cells

    def drop(self, index: int) -> None:
        """The task is done by nobody; who has whom stays."""
        where = self.where[index]
        if where is None:
            return
        task, (carer, start) = self.tasks[index], where
        cells = stretch(start, start + task.cells)
        self.where[index] = None
        self.doing[carer] &= ~cells
        for child in self.children:
            if child in task.children:
                self.tied[child] &= ~cells
            elif not task.beside_care:
                self.bars[carer][child] &= ~cells

    def release(self, child: int, cells: int) -> None:
        """Nobody has the child in these cells, unless a task needs it."""
        cells &= ~self.tied[child]
        for row in self.care:
            row[child] &= ~cells

    def give(self, child: int, carer: int, cells: int) -> None:
        for row in self.care:
            row[child] &= ~cells
        self.care[carer][child] |= cells

    def room(self, carer: int, child: int) -> int:
        """The cells in which this carer can have this child, as things are."""
        free = self.frame.able[carer][child] & ~(self.bars[carer][child] | self.frame.bars[carer][child])
        most = self.problem.carers[carer].at_most
        if most >= len(self.children):
            return free
        full = [-1] + [0] * most
        for other in self.children:
            if other != child:
                has = self.care[carer][other] | self.frame.has[carer][other]
                for count in range(most, 0, -1):
                    full[count] |= full[count - 1] & has
        return free & ~full[most]

    def begin(self, index: int, carer: int, start: int) -> bool:
        """Has the task done, with the children who belong and without the others, if that is possible.

        What was changed on the way to finding out that it is not has to be restored by whoever asks.
        """
        task = self.tasks[index]
        cells = stretch(start, start + task.cells)
        if not self.free_starts(index, carer) >> start & 1:
            return False
        if not all(self._join(child, carer, cells) for child in task.children):
            return False
        self._begin(index, carer, start)
        others = () if task.beside_care else (child for child in self.children if child not in task.children)
        return all(self._leave(child, carer, cells) for child in others)

    def _join(self, child: int, carer: int, cells: int) -> bool:
        """The carer has the child then, if nothing ties it to another and there is room."""
        if cells & self.tied[child]:
            return False
        if cells & ~self.care[carer][child]:
            if cells & ~self.room(carer, child):
                return False
            self.give(child, carer, cells)
        return True

    def _leave(self, child: int, carer: int, cells: int) -> bool:
        """Somebody else has the child then, if nothing ties it and somebody can."""
        mine = self.care[carer][child] & cells
        if mine & self.tied[child]:
            return False
        self.care[carer][child] &= ~mine
        return self.cover(child, mine)

    def relieved(self, index: int, carer: int, nothing: Mapping[int, int]) -> int:
        """The cells in which it costs nothing that the carer has nobody but the children who belong to the task.

        `nothing` are, per carer, the cells in which it costs nothing to use them.
        """
        task, found = self.tasks[index], -1
        for child in () if task.beside_care else self.children:
            mine = self.care[carer][child]
            if mine and child not in task.children:
                others = 0
                for other in self.carers:
                    if other != carer:
                        others |= self.frame.able[other][child] & nothing[other]
                found &= ~mine | others
        return found

    def cover(self, child: int, cells: int, shunned: Sequence[int] = (), fond: int = -1) -> bool:
        """Gives the child to whoever costs least, stretch by stretch; False if some of it is left open."""
        rooms = [
            (carer, self.room(carer, child), self.use(carer))
            for carer in self.carers
            if cells & self.frame.able[carer][child]
        ]
        if shunned:
            rooms = [(carer, room & ~shunned[carer], use) for carer, room, use in rooms]
        is_whole = True
        while cells:
            start = (cells & -cells).bit_length() - 1
            rest = cells >> start
            run = (~rest & rest + 1).bit_length() - 1
            best, chosen, chosen_block = (NEVER, 0, 0), -1, 1 << start
            for carer, room, use in rooms:
                here = room >> start
                if not here & 1:
                    continue
                reach = min(run, (~here & here + 1).bit_length() - 1)
                block = (1 << reach) - 1 << start
                more = self.cost(carer, use | block) - self.cost(carer, use) if block & ~use else 0
                if more >= NEVER:
                    continue
                more += CHANGE * self.minutes(block & self.another[carer][child])
                near = self.care[carer][child] | self.frame.has[carer][child]
                touches = (near << 1 >> start & 1) + (near >> start + reach & 1)
                score = ((more // FAVOUR if carer == fond else more) * 1000 // reach, -reach, -touches)
                if score < best:
                    best, chosen, chosen_block = score, carer, block
            if chosen < 0:
                is_whole = False
            else:
                self.care[chosen][child] |= chosen_block
                rooms = [
                    (carer, room, use | chosen_block if carer == chosen else use)
                    for carer, room, use in rooms
                ]
            cells &= ~chosen_block
        return is_whole

    # What there is in it

    def undone(self) -> Iterator[int]:
        """The tasks that nobody does, but for those for which there is no time at all."""
        for index, where in enumerate(self.where):
            if where is None and self.frame.starts[index]:
                yield index

    def done_in(self, cells: int) -> Iterator[int]:
        """The tasks that are done in some of these cells."""
        for index, where in enumerate(self.where):
            if where is not None and stretch(where[1], where[1] + self.tasks[index].cells) & cells:
                yield index

    def doer(self, index: int) -> int | None:
        where = self.where[index]
        return None if where is None else where[0]

    def free_starts(self, index: int, carer: int) -> int:
        """From which cells on the carer could do the task as far as they are concerned."""
        free = self.frame.home[carer] & ~(self.doing[carer] | self.frame.ground.doing[carer])
        return self.frame.starts[index] & runs(free, self.tasks[index].cells)

    def plan(self) -> Plan:
        """All of it but for the asks, that of the frame too."""
        stays = self.frame.plan
        care, done = list(stays.care), list(stays.done)
        for carer in self.carers:
            for child in self.children:
                care += [
                    Care(child, start, end, carer, HOME) for start, end in in_a_row(self.care[carer][child])
                ]
        for task, where in zip(self.tasks, self.where, strict=True):
            if where is not None:
                done.append(Done(task.number, where[1], where[1] + task.cells, where[0], HOME))
        return Plan(care=tuple(joined(care)), moves=tuple(sorted(stays.moves)), done=tuple(sorted(done)))


def loaded(frame: Frame, plan: Plan) -> Layout:
    """The frame with whatever the plan says of days at home."""
    layout = Layout(frame)
    for row in plan.care:
        if row.place == HOME:
            able = frame.able[row.carer][row.child]
            layout.care[row.carer][row.child] |= stretch(max(row.start, 0), row.end) & able
    number = {task.number: index for index, task in enumerate(layout.tasks)}
    for done in plan.done:
        if done.place == HOME and done.occurrence in number:
            before = layout.keep()
            if not layout.begin(number[done.occurrence], done.carer, done.start):
                layout.restore(before)
    return layout
