"""python-liquid with a site's own includes, its values, and limits on all that it does.

A tag that it does not know is left as it stands. Nothing is read but files of the site's own
folder, by this module and by `template_values`: the library is given no loader of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from liquid import Environment, RenderContext
from liquid.ast import Node
from liquid.builtin.expressions import LoopExpression, parse_primitive, tokenize
from liquid.builtin.output import Output, OutputNode
from liquid.context import UNDEFINED
from liquid.exceptions import LiquidError
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.stringify import to_liquid_string
from liquid.tag import Tag
from liquid.template import BoundTemplate
from liquid.token import TOKEN_EXPRESSION, TOKEN_ILLEGAL, Token
from liquid.utils import ReadOnlyChainMap

from blog.markup.dialects.liquid_code import RAW_END, RAW_START
from blog.markup.reading.figures import include_figure
from blog.text.size_limits import MAX_INCLUDE
from blog.transfer.liquid.liquid_filters import take_filters
from blog.transfer.liquid.run_limits import MAX_WRITTEN, STEPS_TO_BEGIN, NotKnown, NotRun, RunLimits
from blog.transfer.source.encoding import decode
from blog.transfer.source.looked_files import Stamp, note_look, stamp_of
from blog.transfer.source.site_files import NotRead, is_inside, read_capped

MAX_INCLUDES = 20
"""Includes inside of includes."""

_OF_LIQUID_5 = ("doc", "echo", "liquid", "render")
"""Tags of newer Liquids, which Jekyll does not have."""
_NEVER_KNOWN = frozenset(("content", "paginator", "theme"))
_MARK = re.compile(
    r"\{%-?\s*(?:#|\w+)(?:[^%]|%(?!\})){0,4000}+%\}|\{\{(?:[^}]|\}(?!\})){0,4000}+\}\}"
)
_PARAMETER = re.compile(
    r"""([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|([\w.\[\]"'-]+))"""
)
_FILE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|((?:\{\{.*?\}\}|[^\s{])+))(.*)""", re.DOTALL)
_PLACE = re.compile("\ue000(\\d{1,7})\ue001")
_OPENINGS = re.compile(r"\{[{%]")


@dataclass(frozen=True)
class Folders:
    """Where includes are looked for: the site's own, and those beside the post."""

    shared: Path
    beside: Path


class LiquidEngine:
    """Runs the tags and blocks of one post in order; what they assign stays for those that follow.

    `values` are what templates can ask for (`site`, `page`, …).
    """

    def __init__(self, root: Path, folders: Folders, values: Mapping[str, object]) -> None:
        self.context = _Context(BoundTemplate(environment(), []), globals=values)
        self.context.root, self.context.folders = root, folders

    @property
    def assigned(self) -> Mapping[str, object]:
        return self.context.locals

    def set_aside(self, source: str) -> str:
        """A mark for text that is not to be looked at, and comes out as it is."""
        return self.context.set_aside(source)

    def run(self, source: str) -> str:
        """What Jekyll puts in the place of a source. Raises NotRun; then nothing is changed."""
        before = dict(self.context.locals)
        written = _Written()
        try:
            self.context.limits.spend_step(STEPS_TO_BEGIN)
            parsed(source, "").render_with_context(self.context, written)
        except Exception as error:  # the library meets hostile text in more ways than it names
            reason = _why(error, next(reversed(self.context.included), ""))
            self.context.recover(before)
            raise (type(error) if isinstance(error, NotRun) else NotRun)(reason) from error
        return self.laid_out(written.getvalue())

    def fill_in(self, source: str) -> str:
        """What Jekyll writes for a file of the site that is no post. Raises NotRun."""
        written = _Written()
        try:
            self.context.included.append("")  # where nothing stays for the reader of Markdown
            parsed(source, "").render_with_context(self.context, written)
        except Exception as error:
            raise NotRun(_why(error, next(reversed(self.context.included)))) from error
        if self.context.aside:
            raise NotRun(f"“{self.context.aside[0]}” is not known")
        return written.getvalue()

    def laid_out(self, text: str) -> str:
        """A text with what was set aside; other braces of Liquid in it are text for readers."""
        parts, done = [], 0
        for place in _PLACE.finditer(text):
            if int(place[1]) < len(self.context.aside):
                parts += [_as_text(text[done : place.start()]), self.context.aside[int(place[1])]]
                done = place.end()
        return "".join([*parts, _as_text(text[done:])])


def _as_text(text: str) -> str:
    return _OPENINGS.sub(r"{% raw %}\g<0>{% endraw %}", text)


def _why(error: Exception, name: str) -> str:
    """Why something was not run, and where, if that is in the include of this name."""
    reason = f"it cannot be understood ({type(error).__name__})"
    if isinstance(error, NotRun):
        reason = str(error)
    elif isinstance(error, LiquidError):
        reason = str(error.message)
        name = str(error.template_name or name)
        if name and error.token:
            line = error.token.source.count("\n", 0, max(0, error.token.start_index)) + 1
            return f"in “{name}”, line {line}: {reason}"
    elif isinstance(error, RecursionError):
        reason = "it is nested too deep"
    return f"in “{name}”: {reason}" if name else reason


class _Written(StringIO):
    """What a construct writes, of a limited length."""

    length = 0

    def write(self, text: str) -> int:
        self.length += len(text)
        if self.length > MAX_WRITTEN:
            raise NotRun(f"it writes more than {MAX_WRITTEN:,} characters")
        return super().write(text)


class _Context(RenderContext):
    """What the tags of one post share. In a post a name that nobody gave a value is not known, for
    posts are also about Liquid; in an include it is nothing, as in Jekyll."""

    __slots__ = ("aside", "folders", "included", "limits", "root")

    def __init__(self, template: BoundTemplate, **named: Any) -> None:
        super().__init__(template, **named)
        self.limits = RunLimits()
        self.aside: list[str] = []
        self.included: list[str] = []
        self.root = Path()
        self.folders = Folders(self.root, self.root)
        self._begin()

    def _begin(self) -> None:
        self.scope = ReadOnlyChainMap(self.locals, self.globals, self.counters)

    def recover(self, values: dict[str, object]) -> None:
        """Back to these values, after a fault in the middle of something."""
        self.locals.clear()
        self.locals.update(values)
        self.loops.clear()
        self.included.clear()
        self._begin()

    def set_aside(self, source: str) -> str:
        self.aside.append(source)
        return f"\ue000{len(self.aside) - 1}\ue001"

    def get(
        self, path: list[object], *, token: Token | None, default: object = UNDEFINED
    ) -> object:
        root = path[0]
        is_unknown = not self.included or root in _NEVER_KNOWN
        if is_unknown and isinstance(root, str) and root not in self.scope:
            raise (NotRun if self.included else NotKnown)(f"“{root}” is not known here")
        return super().get(path, token=token, default=default)

    def assign(self, key: str, val: object) -> None:
        self.limits.spend_value(val, is_deep=False)
        super().assign(key, val)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.limits.spend_step(length)

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:
        return _Written()


class _Counted(Node):
    """A node that takes a step."""

    __slots__ = ("inner",)

    def __init__(self, inner: Node) -> None:
        super().__init__(inner.token)
        self.inner, self.blank = inner, inner.blank

    def __str__(self) -> str:
        return str(self.inner)

    def render_to_output(self, context: _Context, buffer: TextIO) -> int:
        context.limits.spend_step()
        return self.inner.render_to_output(context, buffer) or 0


class _CountedTag:
    """A tag whose nodes take a step each, and whose loops go over nothing that is too long."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag

    def get_node(self, stream: TokenStream) -> Node:
        node = self.tag.get_node(stream)
        loop = getattr(node, "expression", None)
        if isinstance(loop, LoopExpression):
            loop.iterable = _CountedExpression(loop.iterable)
        return _Counted(node)


class _CountedExpression(Expression):
    """What a loop goes over: of a range the library may make a list, however long."""

    def __init__(self, inner: Expression) -> None:
        super().__init__(inner.token)
        self.inner = inner

    def __str__(self) -> str:
        return str(self.inner)

    def evaluate(self, context: _Context) -> object:
        value = self.inner.evaluate(context)
        context.limits.spend_value(value, is_deep=False)
        return value

    def children(self) -> list[Expression]:
        return [self.inner]


class _OutputNode(OutputNode):
    def render_to_output(self, context: _Context, buffer: TextIO) -> int:
        value = self.expression.evaluate(context)
        context.limits.spend_value(value)
        return buffer.write(to_liquid_string(value, False))


class _Output(Output):
    node_class = _OutputNode


class _UnknownNode(Node):
    """A tag that is not run here. It stays for the reader of Markdown, who may know it."""

    def __init__(self, token: Token) -> None:
        super().__init__(token)
        self.blank = False

    def render_to_output(self, context: _Context, buffer: TextIO) -> int:
        source = self.token.source
        start = source.rfind("{%", 0, self.token.start_index)
        end = source.find("%}", self.token.start_index) + 2
        return buffer.write(context.set_aside(source[start:end]))


class _UnknownTag(Tag):
    name = TOKEN_ILLEGAL
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        if stream.peek.kind == TOKEN_EXPRESSION:
            next(stream)
        return _UnknownNode(token)


class _IncludeNode(Node):
    """Jekyll's `include`, `include_cached` and `include_relative`."""

    def __init__(self, token: Token, written: str) -> None:
        super().__init__(token)
        self.written, self.blank = written, False

    def render_to_output(self, context: _Context, buffer: TextIO) -> int:
        found = _FILE.fullmatch(self.written)
        if found is None:
            raise NotRun("an include names no file")
        name = next(part for part in found.groups()[:3] if part is not None)
        if "{{" in name:
            named = _Written()
            parsed(name, "").render_with_context(context, named, partial=True)
            name = named.getvalue().strip()
        values = self.parameters(context, found[4])
        context.limits.spend_value(list(values.values()))
        texts = {key: to_liquid_string(value, False) for key, value in values.items()}
        if figure := include_figure(name, texts):
            return buffer.write(figure)
        if len(context.included) >= MAX_INCLUDES:
            raise NotRun(f"“{name}” is included by more than {MAX_INCLUDES} others in turn")
        template = included(context, name, is_relative=self.token.value == "include_relative")
        context.included.append(name)
        with context.extend({"include": values}, template=template):
            template.render_with_context(context, buffer, partial=True)
        context.included.pop()
        return 0

    def parameters(self, context: _Context, written: str) -> dict[str, object]:
        values: dict[str, object] = {}
        for found in _PARAMETER.finditer(written):
            text = found[2] if found[2] is not None else found[3]
            if text is None:
                token = Token(TOKEN_EXPRESSION, found[4], 0, found[4])
                stream = TokenStream(tokenize(found[4], token))
                values[found[1]] = parse_primitive(context.env, stream).evaluate(context)
            else:
                values[found[1]] = re.sub(r"\\([\"'\\])", r"\1", text)
        return values


class _IncludeTag(Tag):
    name = "include"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        next(stream)
        return _IncludeNode(token, stream.expect(TOKEN_EXPRESSION) and stream.current.value)


def included(context: _Context, name: str, *, is_relative: bool) -> BoundTemplate:
    """The template in a file of the site. Raises NotRun where it is not there, or elsewhere."""
    file = (context.folders.beside if is_relative else context.folders.shared) / name
    if ".." in Path(name).parts or Path(name).is_absolute() or not is_inside(file, context.root):
        raise NotRun(f"the include “{name}” is not in the site’s folder")
    note_look(file)
    if not file.is_file():
        where = "beside the post" if is_relative else f"in the site’s {file.parent.name}"
        raise NotRun(f"the include “{name}” is not {where}")
    try:
        data = read_capped(file, MAX_INCLUDE)
    except NotRead as error:
        raise NotRun(f"the include “{name}” {error}") from error
    return _included(decode(data)[0], name, stamp_of(file))


@lru_cache(maxsize=64)
def _included(text: str, name: str, stamp: Stamp | None) -> BoundTemplate:
    return parsed(text, name)


def parsed(source: str, name: str) -> BoundTemplate:
    """A template. Raises NotRun for a mark that is not closed or longer than 4,000 characters, for
    the library reads those in quadratic time."""
    position = 0
    while opening := _OPENINGS.search(source, position):
        mark = _MARK.match(source, opening.start())
        closing = mark
        if mark and RAW_START.fullmatch(mark[0]):
            closing = RAW_END.search(source, mark.end())
        if mark is None or closing is None:
            line = source.count("\n", 0, opening.start()) + 1
            place = f"the tag in line {line} of “{name}”" if name else "it"
            raise NotRun(f"{place} is not closed")
        position = closing.end()
    return environment().from_string(source, name=name, path=name)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Liquid 4 as Jekyll has it, without any way to files."""
    env = Environment(globals={})
    for name in _OF_LIQUID_5:
        del env.tags[name]
    tags = {**env.tags, TOKEN_ILLEGAL: _UnknownTag(env), Output.name: _Output(env)}
    tags |= {f"include{ending}": _IncludeTag(env) for ending in ("", "_cached", "_relative")}
    env.tags = {name: _CountedTag(tag) for name, tag in tags.items()}
    take_filters(env)
    return env
