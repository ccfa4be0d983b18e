"""Invented persons on invented lists: names common among speakers of Arabic and of Slavic languages, told as lists do.

Nobody here exists. Names are combined by chance from the most common ones, so that many people share one; each list
writes them in its own script and order, leaves middle names out, and slips. What happened to a person is told by some
lists as a taking, by others as a death, each with its own error in the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from names import Rng, slip

Spelt = tuple[str, tuple[str, ...]]

ARAB_MEN: tuple[Spelt, ...] = (
    ("محمد", ("Mohammad", "Muhammad", "Mohamed", "Mohammed")), ("أحمد", ("Ahmad", "Ahmed")), ("خالد", ("Khaled", "Khalid")),
    ("عمر", ("Omar", "Umar")), ("علي", ("Ali",)), ("حسن", ("Hassan", "Hasan")), ("حسين", ("Hussein", "Hussain", "Husayn")),
    ("محمود", ("Mahmoud", "Mahmud")), ("يوسف", ("Youssef", "Yusuf", "Yousef")), ("إبراهيم", ("Ibrahim", "Ebrahim")),
    ("مصطفى", ("Mustafa", "Mostafa", "Moustafa")), ("عبد الرحمن", ("Abdulrahman", "Abdel Rahman", "Abd al-Rahman")),
    ("عبد الله", ("Abdullah", "Abdallah")), ("سامر", ("Samer", "Samir")), ("بلال", ("Bilal", "Belal")), ("طارق", ("Tareq", "Tarek", "Tariq")),
    ("زياد", ("Ziad", "Ziyad")), ("نضال", ("Nidal", "Nedal")), ("فراس", ("Firas", "Feras")), ("وليد", ("Walid", "Waleed")),
)  # fmt: skip
ARAB_WOMEN: tuple[Spelt, ...] = (
    ("فاطمة", ("Fatima", "Fatimah", "Fatma")), ("عائشة", ("Aisha", "Aysha", "Aicha")), ("مريم", ("Mariam", "Maryam")),
    ("خديجة", ("Khadija", "Khadijah")), ("زينب", ("Zainab", "Zaynab", "Zeinab")), ("رنا", ("Rana",)), ("سلمى", ("Salma",)),
    ("هدى", ("Huda", "Hoda")), ("نور", ("Nour", "Noor", "Nur")), ("أمل", ("Amal",)), ("سعاد", ("Suad", "Souad")), ("ليلى", ("Layla", "Leila")),
)  # fmt: skip
ARAB_FAMILIES: tuple[Spelt, ...] = (
    ("الحسن", ("al-Hassan", "Al Hasan", "Elhassan")), ("الأحمد", ("al-Ahmad", "Alahmad", "El-Ahmed")), ("الخطيب", ("al-Khatib", "Alkhatib", "El Khateeb")),
    ("الحمصي", ("al-Homsi", "Homsi", "Al Humsi")), ("النجار", ("al-Najjar", "Al Najar", "Alnajjar")), ("حداد", ("Haddad", "Hadad")),
    ("شعبان", ("Shaaban", "Chaaban", "Sha'ban")), ("درويش", ("Darwish", "Darwich")), ("قاسم", ("Qasim", "Kassem", "Qassem")), ("منصور", ("Mansour", "Mansur")),
    ("الشامي", ("al-Shami", "Alshami", "Al Chami")), ("عثمان", ("Othman", "Uthman", "Osman")), ("سليمان", ("Suleiman", "Sulayman", "Sleiman")), ("صالح", ("Saleh", "Salih")),
    ("الزعبي", ("al-Zoubi", "Alzoabi", "Al Zu'bi")), ("بكور", ("Bakkour", "Bakour")), ("رمضان", ("Ramadan", "Ramadhan")), ("عيسى", ("Issa", "Eissa", "Isa")),
    ("حمود", ("Hammoud", "Hamoud")), ("ناصر", ("Nasser", "Naser", "Nasir")), ("الكردي", ("al-Kurdi", "Alkurdi")), ("جمعة", ("Jumaa", "Joma", "Juma'a")),
    ("طه", ("Taha",)), ("غزال", ("Ghazal",)), ("مراد", ("Murad", "Mourad")), ("السيد", ("al-Sayed", "Al Sayyid", "Elsayed")), ("فارس", ("Fares", "Faris")), ("كنعان", ("Kanaan", "Kan'an")),
)  # fmt: skip
SLAV_MEN: tuple[Spelt, ...] = (
    ("Иван", ("Ivan",)), ("Николай", ("Nikolai", "Nikolay", "Mykola")), ("Сергей", ("Sergei", "Sergey", "Serhii")), ("Андрей", ("Andrei", "Andrey", "Andrii")),
    ("Дмитрий", ("Dmitry", "Dmitri", "Dmytro")), ("Алексей", ("Alexei", "Aleksey", "Oleksii")), ("Михаил", ("Mikhail", "Mykhailo")), ("Юрий", ("Yuri", "Yuriy", "Iurii")),
    ("Владимир", ("Vladimir", "Volodymyr")), ("Олег", ("Oleg", "Oleh")), ("Петр", ("Petr", "Petro", "Pyotr")), ("Виктор", ("Viktor", "Victor")),
    ("Драган", ("Dragan",)), ("Милан", ("Milan",)), ("Горан", ("Goran",)), ("Зоран", ("Zoran",)),
)  # fmt: skip
SLAV_WOMEN: tuple[Spelt, ...] = (
    ("Елена", ("Elena", "Olena", "Yelena")), ("Ольга", ("Olga", "Olha")), ("Наталья", ("Natalya", "Natalia")), ("Мария", ("Maria", "Mariya", "Mariia")),
    ("Ирина", ("Irina", "Iryna")), ("Светлана", ("Svetlana", "Svitlana")), ("Анна", ("Anna", "Hanna")), ("Екатерина", ("Ekaterina", "Yekaterina", "Kateryna")),
)  # fmt: skip
SLAV_FAMILIES: tuple[Spelt, ...] = (
    ("Шевченко", ("Shevchenko", "Schewtschenko", "Ševčenko")), ("Коваленко", ("Kovalenko", "Kowalenko")), ("Бондаренко", ("Bondarenko",)), ("Ткаченко", ("Tkachenko", "Tkatchenko")),
    ("Кравченко", ("Kravchenko", "Krawtschenko")), ("Иванов", ("Ivanov", "Ivanoff")), ("Смирнов", ("Smirnov",)), ("Кузнецов", ("Kuznetsov", "Kuznecov")),
    ("Попов", ("Popov",)), ("Васильев", ("Vasiliev", "Vasilyev")), ("Соколов", ("Sokolov",)), ("Мельник", ("Melnik", "Melnyk")), ("Петрович", ("Petrovic", "Petrović")),
    ("Йованович", ("Jovanovic", "Jovanović", "Yovanovich")), ("Николич", ("Nikolic", "Nikolić")), ("Хаджич", ("Hadzic", "Hadžić")), ("Жуков", ("Zhukov", "Joukov")), ("Чернов", ("Chernov", "Tchernov")),
    ("Савченко", ("Savchenko", "Sawtschenko")), ("Лысенко", ("Lysenko", "Lisenko")), ("Гончар", ("Honchar", "Gonchar")), ("Щербак", ("Shcherbak", "Scherbak")),
)  # fmt: skip
PEOPLES = ((ARAB_MEN, ARAB_WOMEN, ARAB_FAMILIES), (SLAV_MEN, SLAV_WOMEN, SLAV_FAMILIES))
TOWNS = tuple(f"Town {chr(65 + n)}{chr(97 + n % 7)}rm{'aeiou'[n % 5]}k" for n in range(26))
LISTS = (("alpha", 0.55, "latin", "taken"), ("beta", 0.5, "own", "taken"), ("gamma", 0.35, "latin", "dead"))
"""Lists: what share of persons each holds, in which script, and what it mainly tells of."""


@dataclass(frozen=True)
class Person:
    """Who somebody is, and what happened: the truth that lists tell badly."""

    number: int
    given: Spelt
    father: Spelt
    family: Spelt
    sex: str
    born: int
    town: str
    taken: date
    dead: date | None


def persons(rng: Rng, count: int) -> Iterator[Person]:
    """Yield persons: common names are common, fathers may bear the name of a grandson, some die in custody."""
    for number in range(count):
        men, women, families = PEOPLES[number % 2]
        sex = "male" if rng.random() < 0.82 else "female"
        taken = date(2013, 1, 1) + timedelta(days=int(rng.integers(0, 1200)))
        dead = taken + timedelta(days=int(rng.integers(20, 900))) if rng.random() < 0.5 else None
        yield Person(
            number, _common(rng, men if sex == "male" else women), _common(rng, men), _common(rng, families), sex,
            int(rng.integers(1945, 2001)), TOWNS[int(rng.integers(len(TOWNS)))], taken, dead,
        )  # fmt: skip


def records(rng: Rng, told: list[Person]) -> Iterator[dict[str, Any]]:
    """Yield what the lists tell, one record per person and list, with the truth in `person`."""
    for p in told:
        for source, share, script, mainly in LISTS:
            if rng.random() > share or (mainly == "dead" and p.dead is None):
                continue
            yield _record(rng, p, source, own=script == "own", what=mainly)


def _record(rng: Rng, p: Person, source: str, *, own: bool, what: str) -> dict[str, Any]:
    given, father, family = (s[0] if own else s[1][int(rng.integers(len(s[1])))] for s in (p.given, p.father, p.family))
    how = rng.random()
    name = f"{given} {family}" if how < 0.6 else f"{given} {father} {family}" if how < 0.85 else f"{family} {given}"
    name = slip(rng, name) if rng.random() < 0.06 else name
    day = p.taken if what == "taken" or p.dead is None else p.dead
    day += timedelta(days=0 if rng.random() < 0.7 else int(rng.integers(-6, 7)))
    wide = rng.random() < 0.2
    born = None if rng.random() < 0.35 else p.born + (int(rng.integers(-2, 3)) if rng.random() < 0.25 else 0)
    return {
        "source_id": source, "deduplicated": True, "name": name, "father": father if rng.random() < 0.55 else "",
        "sex": p.sex if rng.random() < 0.95 else "", "born_min": born, "born_max": born,
        "place": p.town if rng.random() < 0.85 else "", "told": what,
        "date_from": day.replace(day=1) if wide else day,
        "date_to": (day.replace(day=1) + timedelta(days=27)) if wide else day, "person": p.number,
    }  # fmt: skip


def lists(seed: int, count: int) -> list[dict[str, Any]]:
    """Return the records of `count` persons, in no order that tells who is who, each with a `report_id`."""
    rng = np.random.default_rng(seed)
    made = list(records(rng, list(persons(rng, count))))
    order = rng.permutation(len(made)).tolist()
    return [made[n] | {"report_id": f"{made[n]['source_id']}/{at:05}"} for at, n in enumerate(order)]


def _common(rng: Rng, names: tuple[Spelt, ...]) -> Spelt:
    """Draw a name, the first of a list most often: the odds fall as those of given names do."""
    odds = 1 / (np.arange(len(names)) + 3.0)
    return names[int(rng.choice(len(names), p=odds / odds.sum()))]
