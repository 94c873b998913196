"""The files of the demo: people who do not exist, as many as a case worker really has, and the course of each case.

Every name ends in a word for "example" (المثال, Al-Mithal), so that nobody takes a demo file for a real one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jiwar.areas.cases.words import HoldKind, Occasion, Programme, Risk
from jiwar.areas.people.words import Particulars, Residence, Sex, SpokenLanguage
from jiwar.ground.work.words import Rhythm, TaskKind


@dataclass(frozen=True, slots=True)
class Told:
    """A note, and how many days ago it happened."""

    text: str
    occasion: Occasion = Occasion.NOTE
    days_ago: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """A task, and in how many days it is due; below zero it is late."""

    kind: TaskKind
    in_days: int
    text: str = ""
    rhythm: Rhythm | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A person and the course of one case, opened so many days ago."""

    worker: str
    arabic: tuple[str, str]
    latin: tuple[str, str]
    particulars: Particulars
    programme: Programme
    notes: Sequence[Told] = ()
    risk: Risk | None = None
    why: str = ""
    hold: HoldKind | None = None
    closed: str = ""
    unassigned: bool = False
    owed: Sequence[Owed] = ()
    days_ago: int = 0


F, M = Sex.FEMALE, Sex.MALE
FIRST = [
    Row("amal", ("ياسمين", "عبد النور المثال"), ("Yasmin", "Abdulnour Al-Mithal"),
        Particulars(F, 1994, residence=Residence.MIGRANT, safe_contact="بعد السادسة مساءً فقط، ولا تُترك رسالة صوتية"),
        Programme.TRAFFICKING,
        (Told("حضرت برفقة صديقة. طلبت أن يبقى الحديث بالعربية وأن لا يُتصل بصاحب العمل.", Occasion.OFFICE, 9),
         Told("رتّبنا موعدًا مع العيادة يوم الأحد، ووافقت على مشاركة ما يلزم فقط.", Occasion.CALL, 2)),
        Risk.HIGH, "لا تزال وثائقها لدى صاحب العمل، ويعرف مكان إقامة صديقتها.", HoldKind.HEARING,
        owed=(Owed(TaskKind.ACCOMPANY, 1, "إلى العيادة، بعد السادسة"),)),
    Row("amal", ("نور الهدى", "بنت عبد الرحمن أبو المثال"), ("Nour Al-Huda", "Abdulrahman Abu Al-Mithal"),
        Particulars(F, 1988, residence=Residence.CITIZEN, safe_contact="عن طريق أختها"), Programme.VIOLENCE,
        (Told("وُضعت خطة أمان بصيغة لا تلفت النظر.", days_ago=1),), Risk.URGENT,
        "هُدّدت مرتين هذا الأسبوع، ولا مكان آمنًا لها الليلة غير بيت أختها.",
        owed=(Owed(TaskKind.CALL, 0, "اتصال المساء عن طريق أختها"), Owed(TaskKind.REVIEW, 1, "مراجعة خطة الأمان"))),
    Row("amal", ("زيد", "المثال"), ("Zaid", "Al-Mithal"),
        Particulars(M, 2013, residence=Residence.REFUGEE), Programme.CHILD,
        (Told("انتظم في المدرسة منذ أسبوعين.", Occasion.VISIT, 4),), Risk.MEDIUM,
        "يعمل بعد المدرسة، ولم يتغيّب عنها منذ الزيارة الماضية."),
    Row("amal", ("", ""), ("Maria Esperanza", "Halimbawa Al-Mithal"),
        Particulars(F, 1991, residence=Residence.MIGRANT, language=SpokenLanguage.TAGALOG), Programme.TRAFFICKING,
        (Told("Interpreter for Tagalog arranged by telephone. She asked for her documents back first.",
              Occasion.CALL, 3),), Risk.MEDIUM, "Safe for now; her employer has not been told where she is."),
    Row("amal", ("أبو بكر", "عثمان المثال"), ("Abubakar", "Osman Al-Mithal"),
        Particulars(M, 1979, birth_year_estimated=True, residence=Residence.REFUGEE, language=SpokenLanguage.SOMALI),
        Programme.DISABILITY, (Told("يستخدم كرسيًا متحركًا؛ يلزم مدخل بلا درج."),), Risk.LOW,
        "يقيم مع أسرته، ولا خطر ظاهرًا."),
    Row("amal", ("جميلة", "المثال"), ("Jamila", "Al-Mithal"), Particulars(F, 1950, residence=Residence.CITIZEN),
        Programme.ELDERLY, (), None),
    Row("huda", ("سامر", "المثال"), ("Samer", "Al-Mithal"), Particulars(M, 1985, residence=Residence.CITIZEN),
        Programme.GENERAL, (Told("قُدّم طلب المعونة وينتظر القرار.", Occasion.COMPANY, 6),), Risk.LOW,
        "دخل الأسرة يكفي هذا الشهر."),
    Row("huda", ("تيغيست", "المثال"), ("Tigist", "Al-Mithal"),
        Particulars(F, 1997, residence=Residence.IRREGULAR, language=SpokenLanguage.AMHARIC), Programme.TRAFFICKING,
        (Told("لا يُذكر مكان إقامتها لأي جهة."),), Risk.HIGH, "يبحث عنها من كانت تعمل لديه."),
    Row("huda", ("ليث", "المثال"), ("Laith", "Al-Mithal"), Particulars(M, 2009, residence=Residence.CITIZEN),
        Programme.CHILD, (Told("تحققت الأهداف كلها.", Occasion.CONFERENCE),), Risk.LOW,
        "عاد إلى أسرته.", closed="عاد إلى أسرته، وأُنجزت أهداف الخطة."),
    Row("amal", ("رحمة", "المثال"), ("Rahma", "Al-Mithal"), Particulars(F, 2001, residence=Residence.STATELESS),
        Programme.GENERAL, (), None, unassigned=True),
    Row("carine", ("كوثر", "المثال"), ("Kawthar", "Al-Mithal"), Particulars(F, 1982, residence=Residence.MIGRANT),
        Programme.GENERAL, (Told("Return counselling begun; she has not decided and need not."),), Risk.LOW,
        "No pressure from anybody that we know of."),
    Row("dima", ("إسماعيل", "المثال"), ("Ismail", "Al-Mithal"), Particulars(M, 1990, residence=Residence.MIGRANT),
        Programme.TRAFFICKING, (Told("Wages owed were listed with him.", Occasion.OFFICE, 5),), Risk.MEDIUM,
        "He still lives where he worked."),
]  # fmt: skip
CALL, VISIT, MEETING, PAPER, ASK, REVIEW, ACCOMPANY = (
    TaskKind.CALL, TaskKind.VISIT, TaskKind.MEETING, TaskKind.PAPER, TaskKind.ASK, TaskKind.REVIEW, TaskKind.ACCOMPANY,
)  # fmt: skip
CITIZEN, REFUGEE, MIGRANT, RESIDENT = Residence.CITIZEN, Residence.REFUGEE, Residence.MIGRANT, Residence.RESIDENT
VIOLENCE, CHILD, ELDERLY, GENERAL = Programme.VIOLENCE, Programme.CHILD, Programme.ELDERLY, Programme.GENERAL
DISABILITY, TRAFFICKING = Programme.DISABILITY, Programme.TRAFFICKING


def _hers(
    names: str,
    particulars: Particulars,
    programme: Programme,
    days_ago: int,
    risk: tuple[Risk, str] | None = None,
    *course: Told | Owed,
) -> Row:
    """One more file of the case worker in Irbid. `names`: the first name and the rest, in Arabic and in Latin."""
    arabic, rest, latin, latin_rest = (part.strip() for part in names.split("|"))
    step, why = risk or (None, "")
    return Row(
        "amal",
        (arabic, f"{rest} المثال".strip()),
        (latin, f"{latin_rest} Al-Mithal".strip()),
        particulars,
        programme,
        tuple(one for one in course if isinstance(one, Told)),
        step,
        why,
        owed=tuple(one for one in course if isinstance(one, Owed)),
        days_ago=days_ago,
    )


LOW, MEDIUM, HIGH = Risk.LOW, Risk.MEDIUM, Risk.HIGH
MORE = [
    _hers("سلمى | أحمد | Salma | Ahmad", Particulars(F, 1999, residence=CITIZEN, safe_contact="رسالة فقط، قبل الثالثة"),
          VIOLENCE, 41, (HIGH, "عادت إلى البيت بشروط لم تُكتب، والخلاف على الحضانة قائم."),
          Told("اختارت أن تبقى، وطلبت متابعة أسبوعية بعيدة عن البيت.", Occasion.OFFICE, 6),
          Owed(CALL, 0, "اتصال الأسبوع، على رقم صديقتها", Rhythm.WEEK), Owed(MEETING, 4, "مع مرشدة العون القانوني")),
    _hers("أم كلثوم | محمد سعيد | Umm Kulthum | Mohammad Saeed", Particulars(F, 1947, residence=CITIZEN), ELDERLY, 60,
          (LOW, "تسكن وحدها، وجارتها تزورها كل صباح."), Told("طلبت نظارة قراءة وكرسيًا للحمّام.", Occasion.VISIT, 12),
          Owed(VISIT, 2, "زيارة الشهر", Rhythm.MONTH), Owed(ASK, -3, "جواب الجمعية عن الكرسي")),
    _hers("يوسف | خالد | Yousef | Khaled", Particulars(M, 2011, residence=REFUGEE), CHILD, 33,
          (MEDIUM, "ترك المدرسة في أيلول، ويرغب في العودة إليها."),
          Told("قال إنه يحب الرياضيات، ووافق والده على لقاء المدير.", Occasion.VISIT, 5),
          Owed(ACCOMPANY, 1, "إلى مديرية التربية مع والده")),
    _hers("هبة | عبد الكريم | Hiba | Abdulkarim", Particulars(F, 2007, residence=CITIZEN), CHILD, 25,
          (HIGH, "خطبة يجري الإعداد لها من غير رضاها."), Told("تريد إكمال التوجيهي أولًا.", Occasion.OFFICE, 3),
          Owed(MEETING, 0, "اجتماع دراسة الحالة"), Owed(REVIEW, 7, "مراجعة درجة الخطورة")),
    _hers("بيشنو | | Bishnu | Kumari", Particulars(F, 1996, residence=MIGRANT, language=SpokenLanguage.NEPALI),
          TRAFFICKING, 52, (MEDIUM, "في مكان آمن، وأجور ثمانية أشهر لم تُدفع."),
          Told("استُلم كشف الأجور، وأُرسل إلى العون القانوني بموافقتها.", Occasion.NOTE, 8),
          Owed(PAPER, -2, "نسخة العقد"), Owed(CALL, 5, "ترتيب ترجمة هاتفية")),
    _hers("رنا | سليم | Rana | Salim", Particulars(F, 1986, residence=CITIZEN, safe_contact="على هاتف العمل"), VIOLENCE,
          90, (MEDIUM, "صدر أمر الحماية ويُنفَّذ، ولا تواصل منذ شهر."), Owed(REVIEW, 10, "قبل انتهاء الأمر")),
    _hers("محمود | عبد الله | Mahmoud | Abdullah", Particulars(M, 1958, residence=CITIZEN), DISABILITY, 70,
          (LOW, "يتنقل وحده داخل البيت."), Told("سُلّمت العصا البيضاء، وطلب تدريبًا على الطريق.", Occasion.VISIT, 15),
          Owed(ASK, 6, "موعد التدريب")),
    _hers("فاطمة | حسن | Fatima | Hasan", Particulars(F, 1979, residence=REFUGEE), GENERAL, 18,
          (MEDIUM, "تعيل خمسة، والإيجار متأخر شهرين."), Owed(PAPER, 3, "عقد الإيجار لطلب المساعدة")),
    _hers("آدم | إدريس | Adam | Idris", Particulars(M, 2009, residence=REFUGEE), CHILD, 12,
          (HIGH, "وصل دون أهله، ويقيم مع قريب لم يُتحقق منه بعد."),
          Told("يفضّل الحديث مع أخصائي رجل، ورُتّب ذلك.", Occasion.OFFICE, 2), Owed(VISIT, -1, "زيارة بيت القريب"),
          Owed(MEETING, 2, "لجنة المصلحة الفضلى")),
    _hers("خديجة | علي | Khadija | Ali", Particulars(F, 1953, residence=RESIDENT), ELDERLY, 110,
          (LOW, "في رعاية ابنتها."), Owed(VISIT, 14, "", Rhythm.QUARTER)),
    _hers("ديمة | وليد | Dima | Walid", Particulars(F, 1992, residence=CITIZEN), VIOLENCE, 8,
          (HIGH, "تلقت رسائل تهديد من رقم غير معروف."), Told("حُفظت صور الرسائل بطلبها.", Occasion.OFFICE, 1),
          Owed(CALL, 0, "بعد العاشرة صباحًا"), Owed(ACCOMPANY, 1, "إلى إدارة حماية الأسرة")),
    _hers("عمر | ناصر | Omar | Nasser", Particulars(M, 2015, residence=CITIZEN), DISABILITY, 45,
          (LOW, "ينتظر مقعدًا في مدرسة دامجة."), Owed(ASK, 9, "جواب المجلس الأعلى")),
    _hers("ألماز | | Almaz | Bekele", Particulars(F, 1990, residence=MIGRANT, language=SpokenLanguage.AMHARIC),
          TRAFFICKING, 29, (HIGH, "غادرت بيت صاحب العمل قبل أسبوع، ويُسأل عنها."),
          Told("لا يُعطى مكانها لأحد، وطلبت الاتصال بسفارتها.", Occasion.CALL, 2), Owed(ASK, 0, "موعد السفارة")),
    _hers("نهى | مصطفى | Nuha | Mustafa", Particulars(F, 1983, residence=CITIZEN), GENERAL, 22,
          (LOW, "بدأت تدريب الخياطة."), Told("تحضر التدريب بانتظام.", Occasion.CALL, 7), Owed(CALL, 11)),
    _hers("كريم | فارس | Karim | Fares", Particulars(M, 2012, residence=CITIZEN), CHILD, 64,
          (LOW, "عاد إلى أمه، والوضع مستقر."), Owed(VISIT, 5, "زيارة ما قبل الإغلاق")),
    _hers("وفاء | إبراهيم | Wafaa | Ibrahim", Particulars(F, 1971, residence=CITIZEN), DISABILITY, 38,
          (MEDIUM, "جهاز غسيل الكلى بعيد، والمواصلات تتعثر."), Owed(ASK, -4, "حافلة المستشفى")),
    _hers("سميرة | توفيق | Samira | Tawfiq", Particulars(F, 1968, residence=REFUGEE), GENERAL, 15,
          (LOW, "دخل الأسرة يكفي حتى آخر الشهر.")),
    _hers("طارق | زياد | Tareq | Ziad", Particulars(M, 1995, residence=CITIZEN), DISABILITY, 80,
          (LOW, "يعمل بدوام جزئي."), Told("تحدث بلغة الإشارة مع مترجم.", Occasion.OFFICE, 20),
          Owed(REVIEW, 21, "", Rhythm.QUARTER)),
    _hers("ريتا | | Rita | Santos", Particulars(F, 1989, residence=MIGRANT, language=SpokenLanguage.TAGALOG),
          TRAFFICKING, 73, (LOW, "استعادت جوازها، وتعمل حيث تريد."), Owed(CALL, 6, "متابعة الأجور")),
    _hers("إيمان | راشد | Iman | Rashed", Particulars(F, 2000, residence=CITIZEN, safe_contact="بعد الدوام"), VIOLENCE,
          19, (MEDIUM, "تقيم عند أهلها، والصلح مطروح وهي مترددة."), Owed(MEETING, 3)),
    _hers("جمال | عوض | Jamal | Awad", Particulars(M, 1944, birth_year_estimated=True, residence=CITIZEN), ELDERLY, 27,
          (MEDIUM, "نسي دواءه مرتين هذا الشهر."), Told("رُتّبت علبة أدوية أسبوعية.", Occasion.VISIT, 9),
          Owed(VISIT, 0, "مع ممرض المركز الصحي")),
    _hers("آية | منير | Aya | Munir", Particulars(F, 2010, residence=REFUGEE), CHILD, 6,
          (MEDIUM, "تتغيب عن المدرسة لرعاية إخوتها."), Owed(MEETING, 2, "مع المرشدة التربوية")),
    _hers("حمزة | جابر | Hamza | Jaber", Particulars(M, 2008, residence=CITIZEN), CHILD, 31,
          (MEDIUM, "يعمل في ورشة، وصاحبها تعهّد بألا يعمل مساءً."), Owed(VISIT, -5, "زيارة الورشة")),
    _hers("سعاد | نبيل | Suad | Nabil", Particulars(F, 1976, residence=CITIZEN), VIOLENCE, 120,
          (LOW, "استقرت في سكنها الجديد."), Told("طلبت إغلاق الحالة بعد العيد.", Occasion.CALL, 4), Owed(REVIEW, 13)),
    _hers("عبد الرحيم | شريف | Abdulrahim | Sharif", Particulars(M, 1987, residence=REFUGEE), DISABILITY, 49,
          (LOW, "تدريب على الطرف الصناعي كل أسبوع."), Owed(CALL, 4, "", Rhythm.TWO_WEEKS)),
    _hers("مها | عيسى | Maha | Issa", Particulars(F, 1994, residence=CITIZEN), GENERAL, 10, (LOW, "لا خطر ظاهرًا."),
          Owed(PAPER, 1, "شهادة غير عامل")),
    _hers("براكاش | | Prakash | Rai", Particulars(M, 1993, residence=MIGRANT, language=SpokenLanguage.NEPALI),
          TRAFFICKING, 17, (MEDIUM, "يسكن في سكن العمل، ويريد تغيير صاحب العمل."), Owed(ASK, 2, "مفتش العمل")),
    _hers("لانا | سامي | Lana | Sami", Particulars(F, 2016, residence=CITIZEN), DISABILITY, 58,
          (LOW, "تتقدم في النطق."), Owed(REVIEW, 30)),
    _hers("حسين | مازن | Hussein | Mazen", Particulars(M, 1966, residence=CITIZEN), GENERAL, 4,
          (MEDIUM, "فقد عمله، والكهرباء مهددة بالقطع."), Owed(ASK, 1, "صندوق المعونة الوطنية")),
    _hers("زينب | هاشم | Zainab | Hashem", Particulars(F, 1981, residence=REFUGEE), VIOLENCE, 36,
          (MEDIUM, "الخلاف على النفقة، ولا عنف منذ شهرين."), Owed(ACCOMPANY, 8, "جلسة المحكمة الشرعية")),
    _hers("نادر | قاسم | Nader | Qasem", Particulars(M, 2013, residence=Residence.STATELESS), CHILD, 23,
          (MEDIUM, "بلا شهادة ميلاد، فلا تسجيل في المدرسة."), Owed(PAPER, -6, "قرار الأحوال المدنية")),
    _hers("أمينة | فؤاد | Amina | Fuad", Particulars(F, 1950, residence=CITIZEN), ELDERLY, 9,
          (LOW, "بصحة جيدة."), Owed(VISIT, 7)),
    _hers("سمية | رائد | Sumaya | Raed", Particulars(F, 1997, residence=CITIZEN), GENERAL, 1, None,
          Owed(CALL, 1, "أول اتصال")),
    _hers("بلال | حاتم | Bilal | Hatem", Particulars(M, 2014, residence=REFUGEE), CHILD, 2, None,
          Owed(VISIT, 3, "أول زيارة")),
    _hers("كاميلا | | Camila | Fernando", Particulars(F, 1988, residence=MIGRANT, language=SpokenLanguage.SINHALA),
          TRAFFICKING, 0, None, Told("أحالها مفتش العمل. طلبت مترجمة امرأة.", Occasion.OFFICE),
          Owed(CALL, 0, "المترجمة، قبل الظهر")),
    _hers("رشا | غسان | Rasha | Ghassan", Particulars(F, 1991, residence=CITIZEN), DISABILITY, 100,
          (LOW, "تنتظر السماعة."), Owed(ASK, 12)),
    _hers("وائل | أنور | Wael | Anwar", Particulars(M, 1973, residence=CITIZEN), GENERAL, 66, (LOW, "افتتح بسطة خضار."),
          Told("قسط القرض مدفوع حتى هذا الشهر.", Occasion.VISIT, 11), Owed(VISIT, 16)),
    _hers("نجوى | لطفي | Najwa | Lutfi", Particulars(F, 1985, residence=CITIZEN), VIOLENCE, 14,
          (HIGH, "تخشى أن يُعرف عنوان عملها الجديد."), Owed(CALL, 2), Owed(REVIEW, 5)),
    _hers("ماهر | شكري | Maher | Shukri", Particulars(M, 1955, residence=REFUGEE), ELDERLY, 47,
          (LOW, "مع ابنه.")),
]  # fmt: skip
ROWS = [*FIRST, *MORE]
