"""Who dealt with each ticket, how often it was passed on, and the tone at its start and end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.contract import HANDLED_BY
from data.sample.calendar import Floats, Ints, month_of
from data.sample.scores import CHAT_TEAM
from data.sample.tickets import TICKET_CHANNELS, Tickets

_SELF_SERVICE, _BOT, _BOT_THEN_HUMAN, _HUMAN = range(len(HANDLED_BY))
_PHONE, _CHAT, _, _WEB = range(len(TICKET_CHANNELS))
_SOLVED_ON_WEB = 0.30  # of the simple ones: the help pages answer them
_SOLVED_BY_BOT = 0.40  # of the simple chats, since the assistant greets
_NOT_STATED = 0.03
_TRANSFERS = np.array([0.30, 0.22, 0.12, 0.12])  # by channel, where a person took part
_TRANSCRIBED = 0.85  # of answered calls and chats
_TONE, _TONE_LEFT, _TONE_GAIN, _TONE_OF_TRANSFER = -0.15, 0.6, 0.2, -0.12


@dataclass
class Handling:
    """One entry a ticket. Missing: -1 or NaN."""

    handled_by: Ints  # place in HANDLED_BY
    self_service_solved: Ints  # 1, 0, or -1 where a person dealt with it from the start
    transfers: Floats
    tone_start: Floats
    tone_end: Floats


def make_handling(rng: np.random.Generator, tickets: Tickets) -> Handling:
    """An assistant greets in all chats from the month on in which their team takes over."""
    size, channel = len(tickets.channel), tickets.channel
    greeted = (channel == _CHAT) & (month_of(tickets.opened_at) >= CHAT_TEAM)
    simple = ~np.isnat(tickets.resolved_at) & (tickets.contacts == 1) & ~tickets.reopened
    talked = greeted & (tickets.answered == 1)
    by_bot = talked & simple & (rng.random(size) < _SOLVED_BY_BOT)
    by_pages = (channel == _WEB) & simple & (rng.random(size) < _SOLVED_ON_WEB)
    only_bot = greeted & (by_bot | (tickets.answered == 0))
    handled_by = np.where(greeted, _BOT_THEN_HUMAN, _HUMAN)
    handled_by[only_bot] = _BOT
    handled_by[by_pages] = _SELF_SERVICE
    person = handled_by >= _BOT_THEN_HUMAN
    solved = np.where(greeted | by_pages, (by_bot | by_pages).astype(np.int64), -1)

    usual = _TRANSFERS[channel]
    passed_on = rng.poisson(usual)
    told = (channel <= _CHAT) & (tickets.answered == 1) & (rng.random(size) < _TRANSCRIBED)
    start = np.clip(rng.normal(_TONE, 0.35, size), -1, 1)
    worse = np.where(person, _TONE_OF_TRANSFER * (passed_on - usual), 0.0)
    end = _TONE_LEFT * start + _TONE_GAIN + worse + rng.normal(0, 0.25, size)
    unknown = rng.random(size) < _NOT_STATED
    return Handling(
        handled_by=np.where(unknown, -1, handled_by),
        self_service_solved=np.where(unknown, -1, solved),
        transfers=np.where(person & ~unknown, passed_on, np.nan),
        tone_start=np.where(told, np.round(start, 2), np.nan),
        tone_end=np.where(told, np.round(np.clip(end, -1, 1), 2), np.nan),
    )
