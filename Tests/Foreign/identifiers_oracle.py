#!/usr/bin/env python3
"""Asks public Python libraries about made-up identifiers and working days, for the Swift tests to compare with.

    python3 -m venv venv && venv/bin/pip install -r Tests/requirements.txt
    venv/bin/python Tests/Foreign/identifiers_oracle.py oracle.json [seed]
    YANMEN_ORACLE=oracle.json swift test --filter Oracle

Each case carries the library's verdict. Where a library is known to be wrong the case names the defect instead of
being left out, so that a defect mended upstream shows up as a case that no longer needs its excuse.
Made-up citizens are born before 1900 or carry area codes of prefectures, which are printed on no card.
"""

import datetime
import json
import random
import sys

import chinese_calendar
import phonenumbers
import stdnum.cn.ric
import stdnum.cn.uscc
from id_validator import helper as id_helper
from id_validator import validator as id_validator

CITIZENS, CREDIT_CODES, PHONES, DEADLINES = 800, 3000, 3000, 2000
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def main():
    path = sys.argv[1]
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20261124)
    today = datetime.date.today()
    report = {
        "today": today.isoformat(),
        "citizens": [case for _ in range(CITIZENS) for case in citizen_cases(rng, today)],
        "converted": [conversion(rng) for _ in range(CITIZENS // 10)],
        "creditCodes": [credit_case(rng) for _ in range(CREDIT_CODES)],
        "phones": [case for case in (phone_case(rng) for _ in range(PHONES)) if case],
        "calendarYears": [calendar_year(year) for year in range(2004, 2027)],
        "workingDays": working_days(2025, 2026),
        "deadlines": [deadline(rng) for _ in range(DEADLINES)],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(report, file, ensure_ascii=False)
    print({name: len(value) for name, value in report.items() if isinstance(value, list)})


# Citizen numbers


def check_character(body):
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS)) % 11]


def citizen_number(rng):
    if rng.random() < 0.5:
        area = rng.choice(["142200", "140900", "140100", "110000", "810000", "820000", "830000"])
        year = rng.randint(1900, 2030)
    else:
        area = rng.choice(["142221", "142225", "140902", "140981", f"{rng.randint(11, 82)}{rng.randint(0, 9999):04}"])
        year = rng.choice([rng.randint(1800, 1899), rng.randint(1600, 1899)])
    date = f"{year}{rng.randint(1, 12):02}{rng.randint(1, 31):02}"
    body = area + date + f"{rng.randint(0, 999):03}"
    return body + check_character(body)


def slip(rng, text, letters):
    """The mistakes that people make when they copy a number."""
    kind = rng.randrange(6)
    at = rng.randrange(len(text) - 1)
    if kind == 0:
        return text[:at] + rng.choice(letters) + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 2:
        return text[:at] + text[at + 1 :]
    if kind == 3:
        return text[:at] + rng.choice(letters) + text[at:]
    if kind == 4:
        return text.lower()
    return text


def citizen_cases(rng, today):
    number = citizen_number(rng)
    if rng.random() < 0.6:
        number = slip(rng, number, "0123456789X")
    yield id_validator_case(number, today)
    yield stdnum_case(number, today)


def id_validator_case(number, today):
    case = {"input": number, "oracle": "id-validator", "valid": False, "defect": None}
    try:
        case["valid"] = bool(id_validator.is_valid(number))
        if case["valid"]:
            facts = id_validator.get_info(number)
            case |= {"birth": facts["birthday_code"], "male": facts["sex"] == 1}
            # The library takes the difference of years for the age; that is true once the birthday has passed.
            if facts["birthday_code"][5:] <= today.isoformat()[5:]:
                case["age"] = facts["age"]
        elif len(number) == 18 and not id_helper.check_address_code(number[:6], number[6:14], False):
            case["defect"] = "refuses areas whose province or prefecture its table does not hold"
    except Exception as error:  # the library lets internal errors out on odd input
        case["defect"] = f"throws {type(error).__name__} instead of refusing"
    if len(number) == 15:
        case["defect"] = "still takes numbers of the first generation"
    return case


def stdnum_case(number, today):
    case = {"input": number, "oracle": "stdnum.cn.ric", "valid": False, "defect": None}
    try:
        stdnum.cn.ric.validate(number)
        case["valid"] = True
        birth = stdnum.cn.ric.get_birth_date(number)
        if birth > today:
            case["defect"] = "takes births in the future"
        elif birth.year < 1800:
            case["defect"] = "takes births before 1800"
    except (stdnum.exceptions.InvalidComponent, KeyError):
        if birth_date(number):
            case["defect"] = "refuses areas that its table does not hold for the year of birth"
    except stdnum.exceptions.ValidationError:
        pass
    return case


def birth_date(number):
    try:
        return stdnum.cn.ric.get_birth_date(number)
    except stdnum.exceptions.ValidationError:
        return None


def conversion(rng):
    old = rng.choice(["142200", "142221"]) + f"{rng.randint(0, 99):02}{rng.randint(1, 12):02}{rng.randint(1, 31):02}"
    old += f"{rng.randint(0, 995):03}"
    try:
        new = id_validator.upgrade_id(old)
    except Exception:
        new = False
    return {"input": old, "output": new or None}


# Credit codes


def credit_case(rng):
    first = rng.choice(["11", "12", "51", "91", "91", "92", "93", "N2", "Y1", "A1", "01", "99"])
    body = first + f"{rng.randint(0, 999999):06}" + "XQ" + "".join(rng.choice(CREDIT_ALPHABET) for _ in range(7))
    number = body + stdnum.cn.uscc.calc_check_digit(body)
    if rng.random() < 0.6:
        number = slip(rng, number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    case = {"input": number, "oracle": "stdnum.cn.uscc", "valid": False, "defect": None}
    case["valid"] = stdnum.cn.uscc.is_valid(number)
    head = number.upper()[:2]
    if not case["valid"] and head[0] in "ANY" or not head[1:].isdigit():
        case["defect"] = "insists on digits in the first two places"
    if case["valid"] and head[0] == "0":
        case["defect"] = "takes registration authority 0"
    return case


# Telephone numbers


def phone_case(rng):
    """Numbers the library holds valid; it refuses others that are in use, so its refusals say nothing."""
    area = rng.choice(["0350", "0351", "010", "021", "0755"])
    local = "".join(rng.choice("0123456789") for _ in range(8 if area in ("010", "021", "0755") else 7))
    mobile = "1" + "".join(rng.choice("0123456789") for _ in range(10))
    text = rng.choice([mobile, mobile, f"+86 {mobile}", f"0086{mobile}", f"{area}-{local}", f"{area}{local}",
                       f"({area}) {local}", f"+86 {area[1:]} {local}", f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}"])
    try:
        number = phonenumbers.parse(text.replace("0086", "+86", 1) if text.startswith("0086") else text, "CN")
    except phonenumbers.NumberParseException:
        return None
    kinds = {phonenumbers.PhoneNumberType.MOBILE: "mobile", phonenumbers.PhoneNumberType.FIXED_LINE: "landline"}
    kind = kinds.get(phonenumbers.number_type(number))
    if not kind or not phonenumbers.is_valid_number(number):
        return None
    return {"input": text, "kind": kind, "national": str(number.national_number)}


# Working days


def calendar_year(year):
    day, off, working = datetime.date(year, 1, 1), [], []
    while day.year == year:
        if chinese_calendar.is_workday(day) != (day.weekday() < 5):
            (working if day.weekday() >= 5 else off).append(day.isoformat())
        day += datetime.timedelta(days=1)
    return {"year": year, "published": True, "off_weekdays": off, "working_weekends": working}


def working_days(first, last):
    day, found = datetime.date(first, 1, 1), {}
    while day.year <= last:
        found[day.isoformat()] = chinese_calendar.is_workday(day)
        day += datetime.timedelta(days=1)
    return [{"date": date, "works": works} for date, works in found.items()]


def deadline(rng):
    start = datetime.date(2004, 1, 1) + datetime.timedelta(days=rng.randint(0, 8200))
    left = amount = rng.randint(1, 60)
    day = start
    while left > 0:
        day += datetime.timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return {"start": start.isoformat(), "amount": amount, "due": day.isoformat()}


if __name__ == "__main__":
    main()
