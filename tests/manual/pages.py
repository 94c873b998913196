"""Every page of the manual: who looks at it, and what it is for, in both languages.

A page is asked for by its route, with the ids of the scene (tests.manual.world); `of` says which other id stands for
one of the route's, `asked` what follows the question mark, `sent` what is posted, where :name stands for an id of the
scene. `dark` pages have a picture by night.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the manual."""

    name: str
    who: str
    """A persona of the demo, or nobody: before the sign-in."""
    en: tuple[str, str]
    """What it is called, and what it is for."""
    ar: tuple[str, str]
    route: str = ""
    """The address by its name; usually that of the page."""
    of: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    sent: Mapping[str, object] | None = None
    dark: bool = False

    @property
    def address(self) -> str:
        return self.route or self.name


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that belong together."""

    en: str
    ar: str
    pages: tuple[Page, ...]


SIGNING_IN = Chapter(
    "Signing in", "الدخول",
    (
        Page("sign-in", "", dark=True,
             en=("Sign in", "Enter with a user name and password; quick exit leaves at once, here as on every page."),
             ar=("الدخول", "الدخول باسم المستخدم وكلمة المرور، والخروج السريع متاح هنا كما في كل صفحة.")),
        Page("through", "",
             en=("Through your organisation", "Sign in with the account that your own organisation gave you."),
             ar=("الدخول عبر جهتك", "الدخول بالحساب الذي أعطته إياك جهتك.")),
        Page("welcome", "",
             en=("Welcome", "Whoever is invited opens the link of one colleague with the code of another."),
             ar=("أول دخول", "يُفتح رابط الدعوة من زميل بالرمز الذي يعطيه زميل آخر.")),
        Page("conduct", "amal",
             en=("Code of conduct", "What everybody accepts before the work begins, kept here to read again."),
             ar=("مدونة السلوك", "ما يقبله الجميع قبل بدء العمل، ويبقى هنا لقراءته من جديد.")),
        Page("conduct-both", "amal", route="conduct", asked="?in=both",
             en=("Code of conduct, both languages", "Sentence beside sentence, as both parties adopt it."),
             ar=("مدونة السلوك باللغتين", "جملة بجانب جملة كما يعتمدها الطرفان.")),
        Page("ways", "amal",
             en=("How you sign in", "Add or take away passkeys, an app, codes for paper, your organisation."),
             ar=("طرق الدخول", "إضافة مفاتيح المرور وتطبيق الرموز ورموز الورق وحساب الجهة أو إزالتها.")),
        Page("ways-password", "amal",
             en=("A new password", "Choose another password together with an app that shows codes."),
             ar=("كلمة مرور جديدة", "اختيار كلمة مرور أخرى مع تطبيق يعرض الرموز.")),
        Page("tokens", "amal",
             en=("Tokens for other systems", "Another system of your agency works here as you, as far as you allow."),
             ar=("رموز الوصول لأنظمة أخرى", "ليعمل نظام آخر في جهتك باسمك، بالقدر الذي تسمح به.")),
        Page("second-word", "amal",
             en=("A second word", "A word for the day somebody forces you to sign in: it opens a nearly empty desk."),
             ar=("كلمة ثانية", "كلمة ليوم يجبرك فيه أحد على الدخول: تفتح مكتبًا شبه فارغ.")),
        Page("prove", "amal",
             en=("Show again that it is you", "Asked before a step that needs a fresh sign-in."),
             ar=("إثبات الهوية من جديد", "يُطلب قبل خطوة تحتاج إلى دخول حديث.")),
        Page("sessions", "amal",
             en=("Where you are signed in", "See every browser in which you are signed in, and end the others."),
             ar=("أماكن الدخول", "كل متصفح دخلت منه، مع إنهاء ما سواه.")),
        Page("writing", "amal",
             en=("Digits and days", "Choose the digits of this browser, and the Hijri day beside the Gregorian one."),
             ar=("الأرقام والتواريخ", "اختيار شكل الأرقام في هذا المتصفح والتاريخ الهجري إلى جانب الميلادي.")),
    ),
)  # fmt: skip

DESK = Chapter(
    "My work", "عملي",
    (
        Page("home", "amal", dark=True,
             en=("My work", "What is due, what is late, and the cases you are responsible for."),
             ar=("عملي", "ما حان وقته وما تأخر، والحالات المسندة إليك.")),
        Page("home-agency", "bashir", route="home",
             en=("My work, for a supervisor", "The same desk for whoever answers for a whole agency."),
             ar=("عملي، للمشرف", "المكتب نفسه لمن يتولى جهة كاملة.")),
        Page("home-no-files", "farah", route="home",
             en=("My work, without files", "An administrator works here without seeing any file."),
             ar=("عملي، دون ملفات", "مدير النظام يعمل هنا دون أن يرى أي ملف.")),
        Page("tasks", "amal", dark=True,
             en=("Tasks", "Everything you owe, by day: what is overdue first."),
             ar=("المهام", "كل ما عليك بحسب اليوم، والمتأخر أولًا.")),
        Page("notices", "bashir",
             en=("Told to you", "What came by mail, and where it is looked at."),
             ar=("ما أُبلغت به", "ما وصلك بالبريد، ومن أين تطّلع عليه.")),
        Page("notice-wishes", "amal",
             en=("How you are told", "At once, once a day or never; in which hours; alarms also by text message."),
             ar=("كيف تُبلَّغ", "فورًا أو مرة في اليوم أو أبدًا، وفي أي ساعات، والإنذارات برسالة نصية أيضًا.")),
        Page("calendar", "amal",
             en=("In your calendar", "An address from which your calendar reads the days of your tasks, and no words."),
             ar=("في تقويمك", "عنوان يقرأ منه تقويمك أيام مهامك دون أي كلمات.")),
        Page("several", "amal", asked="?list=mine&all",
             en=("Several cases at once", "Tick cases and choose what to do with all of them."),
             ar=("عدة حالات معًا", "تحديد حالات واختيار ما يُعمل بها كلها.")),
        Page("several-how", "amal", route="several",
             sent={"verb": "look", "versions": [":first_pick"], "back": "?list=mine"},
             en=("When to look again", "One answer for all the cases that were ticked."),
             ar=("موعد النظر من جديد", "جواب واحد لكل الحالات المحددة.")),
        Page("several-look", "bashir", route="several",
             sent={"step": "how", "verb": "assign", "versions": [":first_pick", ":closed_pick"], "owner": ":user_id",
                   "back": "?list=agency"},
             en=("Look before it happens", "Line by line what would become of each case, and what is refused and why."),
             ar=("النظر قبل التنفيذ", "ما سيحدث لكل حالة سطرًا سطرًا، وما يُرفض ولماذا.")),
        Page("views", "amal",
             en=("Views you keep", "Lists as you narrowed them, under names that only you see."),
             ar=("العروض المحفوظة", "قوائم كما ضيّقتها، بأسماء لا يراها غيرك.")),
        Page("view-keep", "amal", asked="?list=mine&risk=urgent",
             en=("Keep a view", "A narrowed list under a name, one press away from then on."),
             ar=("حفظ عرض", "قائمة مضيّقة باسم، تُفتح بعد ذلك بنقرة واحدة.")),
        Page("view-rename", "amal",
             en=("Rename a view", "Another name for the same list."),
             ar=("إعادة تسمية عرض", "اسم آخر للقائمة نفسها.")),
        Page("task-finish", "amal",
             en=("Finish a task", "Say how it went; what recurs is planned again."),
             ar=("إتمام مهمة", "كتابة كيف انتهت، وما يتكرر يُخطط له من جديد.")),
        Page("task-rest", "amal",
             en=("Let a task rest", "Put it off to a later day and say why."),
             ar=("تأجيل مهمة", "تأجيلها إلى يوم لاحق مع ذكر السبب.")),
        Page("task-give", "amal",
             en=("Give a task to somebody", "Hand it to a colleague who works on the same file."),
             ar=("نقل مهمة", "تسليمها إلى زميل يعمل على الملف نفسه.")),
        Page("task-drop", "amal",
             en=("Drop a task", "Take away what is no longer needed, with the reason."),
             ar=("إلغاء مهمة", "إزالة ما لم يعد لازمًا مع ذكر السبب.")),
    ),
)  # fmt: skip

PEOPLE = Chapter(
    "People", "الأشخاص",
    (
        Page("people", "amal",
             en=("Find somebody", "Search by name, in Arabic or Latin letters, before you register anybody."),
             ar=("البحث عن شخص", "البحث بالاسم، بحروف عربية أو لاتينية، قبل أي تسجيل.")),
        Page("people-found", "amal", route="people", sent={"word": "المثال"},
             en=("Perhaps one of these", "Who was found among your files."),
             ar=("ربما أحد هؤلاء", "من وُجد بين ملفاتك.")),
        Page("person-new", "amal",
             en=("Register a new person", "Write down only what the work needs."),
             ar=("تسجيل شخص جديد", "كتابة ما يحتاجه العمل فقط.")),
        Page("person-new-refused", "amal", route="person-new", sent={"birth_year": "قبل الحرب"},
             en=("When something is missing", "The list on top leads to each field, and nothing typed is lost."),
             ar=("إذا نقص شيء", "القائمة في الأعلى تقود إلى كل حقل، ولا يضيع شيء مما كُتب.")),
        Page("person", "amal",
             en=("The cover of a person", "What may be seen without opening the full file."),
             ar=("غلاف ملف الشخص", "ما يمكن رؤيته دون فتح الملف الكامل.")),
        Page("person-file", "amal",
             en=("The full file of a person", "Full name and particulars; each opening is recorded."),
             ar=("الملف الكامل للشخص", "الاسم الكامل والبيانات، وكل فتح يُسجَّل.")),
        Page("person-correct", "amal",
             en=("Correct particulars", "Mend what was written wrong; the history keeps what stood there."),
             ar=("تصحيح البيانات", "تصحيح ما كُتب خطأ، وتبقى النسخة السابقة في السجل.")),
        Page("person-erase", "bashir",
             en=("Erase a person", "Destroy the keys of a file for good, after it is said what will happen."),
             ar=("محو شخص", "إتلاف مفاتيح الملف نهائيًا بعد بيان ما سيحدث.")),
    ),
)  # fmt: skip

CASES = Chapter(
    "Cases", "الحالات",
    (
        Page("case-new", "amal",
             en=("Open a case", "Choose what the help is about and who is responsible."),
             ar=("فتح حالة", "اختيار موضوع المساعدة ومن يتولاها.")),
        Page("case", "amal", dark=True,
             en=("The cover of a case", "Code, risk, safe contact and what is due, without opening the file."),
             ar=("غلاف الحالة", "الرمز ودرجة الخطورة والتواصل الآمن وما حان وقته، دون فتح الملف.")),
        Page("case-file", "amal", dark=True,
             en=("The full file of a case", "Notes, tasks, names and shares; each opening is recorded."),
             ar=("الملف الكامل للحالة", "الملاحظات والمهام والأسماء والمشاركات، وكل فتح يُسجَّل.")),
        Page("case-timeline", "amal",
             en=("The timeline of a case", "Notes, tasks, shares and steps in one order; what comes stands on top."),
             ar=("التسلسل الزمني للحالة", "الملاحظات والمهام والمشاركات والخطوات بترتيب واحد، وما هو آتٍ في الأعلى.")),
        Page("case-trail", "amal",
             en=("Who saw or changed a file", "Every opening and every step, in codes and without content."),
             ar=("من رأى الملف أو غيّره", "كل فتح وكل خطوة، برموز ودون محتوى.")),
        Page("case-note", "amal",
             en=("Write a note", "What happened and when; it is kept while you write."),
             ar=("كتابة ملاحظة", "ما حدث ومتى، ويُحفظ أثناء الكتابة.")),
        Page("case-risk", "amal",
             en=("Judge the risk", "Four steps, each with its reason."),
             ar=("تقدير درجة الخطورة", "أربع درجات، ولكل منها سببها.")),
        Page("case-plan", "amal",
             en=("Plan a task", "What is to be done, by whom and on which day; days of rest are named."),
             ar=("تخطيط مهمة", "المطلوب ومن ينجزه وفي أي يوم، مع ذكر أيام العطل.")),
        Page("case-assign", "amal",
             en=("Assign the case", "Make a colleague responsible, or leave it to the team."),
             ar=("إسناد الحالة", "إسنادها إلى زميل أو تركها للفريق.")),
        Page("case-share", "amal",
             en=("Share with another agency", "As little as the purpose needs, on a basis, until a day."),
             ar=("مشاركة مع جهة أخرى", "أقل ما يحتاجه الغرض، على أساس، وحتى يوم محدد.")),
        Page("case-share-end", "amal", of={"case_id": "shared_id"},
             en=("End a share", "What the other agency will no longer see."),
             ar=("إنهاء المشاركة", "ما لن تراه الجهة الأخرى بعد ذلك.")),
        Page("case-shared", "carine", route="case-file", of={"case_id": "shared_id"},
             en=("A file shared with you", "Another agency's file, as far as it was shared."),
             ar=("ملف شورك معك", "ملف جهة أخرى بالقدر الذي شورك منه.")),
        Page("case-conflict", "amal",
             en=("Conflict of interest", "Keep somebody out of a file, yourself included."),
             ar=("تضارب المصالح", "إبعاد شخص عن ملف، وقد يكون صاحب الطلب نفسه.")),
        Page("case-seers", "amal",
             en=("Who can see this file", "Everybody who can open it now, and why."),
             ar=("من يمكنه رؤية هذا الملف", "كل من يمكنه فتحه الآن، والسبب.")),
        Page("case-why", "bashir",
             en=("Why somebody sees a file", "Ask about one colleague and read the reason."),
             ar=("لماذا يرى شخص ملفًا", "السؤال عن زميل واحد وقراءة السبب.")),
        Page("case-hold", "bashir",
             en=("What keeps a case open", "End what holds a case open, with the reason."),
             ar=("ما يُبقي الحالة مفتوحة", "رفع ما يمنع الإغلاق مع ذكر السبب.")),
        Page("case-close", "amal",
             en=("Close the case", "Say how it ended; what is still open is named first."),
             ar=("إغلاق الحالة", "كتابة كيف انتهت، ويُذكر أولًا ما بقي مفتوحًا.")),
        Page("case-close-later", "amal",
             en=("Close it later", "Plan the end for a day to come; a supervisor has to agree."),
             ar=("إغلاق لاحق", "التخطيط للإغلاق في يوم لاحق، ولا بد من موافقة المشرف.")),
        Page("case-closing", "bashir", of={"case_id": "planned_id"},
             en=("Agree to a closing", "What is planned and by whom; the night of that day carries it out."),
             ar=("الموافقة على الإغلاق", "ما خُطط له ومن اقترحه، وتنفذه ليلة ذلك اليوم.")),
        Page("case-planned", "bashir", route="case", of={"case_id": "planned_id"},
             en=("A case that is to be closed", "The cover says on which day, and who has to agree."),
             ar=("حالة سيجري إغلاقها", "يذكر الغلاف في أي يوم، ومن عليه أن يوافق.")),
        Page("case-reopen", "huda", of={"case_id": "closed_id"},
             en=("Reopen the case", "Begin again where it ended."),
             ar=("إعادة فتح الحالة", "البدء من جديد من حيث انتهت.")),
        Page("case-seal", "bashir",
             en=("Seal the file", "Propose that nobody reads it; somebody else confirms."),
             ar=("ختم الملف", "اقتراح ألا يقرأه أحد، ويؤكده شخص آخر.")),
        Page("caseload", "bashir", of={"user_id": "amal_id"},
             en=("Hand a caseload over", "Give all open cases of somebody who leaves to others."),
             ar=("تسليم الحالات", "نقل كل الحالات المفتوحة ممن يغادر إلى غيره.")),
    ),
)  # fmt: skip

SECOND_LOOK = Chapter(
    "Emergencies and the second look", "الطوارئ والنظرة الثانية",
    (
        Page("glass-break", "huda",
             en=("Open a file in an emergency", "By its code, for minutes; told at once and reviewed."),
             ar=("فتح ملف في حالة طارئة", "برمزه ولدقائق، ويُبلَّغ به فورًا ويُراجَع.")),
        Page("case-in-emergency", "huda", route="case", of={"case_id": "opened_id"},
             en=("A file open in an emergency", "The page says until when, and lets you close it early."),
             ar=("ملف مفتوح في حالة طارئة", "تذكر الصفحة حتى متى، وتتيح إغلاقه قبل ذلك.")),
        Page("second-look", "ghada",
             en=("Second look", "What one person alone must not decide: openings, seals, conflicts."),
             ar=("نظرة ثانية", "ما لا يقرره شخص وحده: الفتح الطارئ والختم وتضارب المصالح.")),
        Page("glass-review", "ghada",
             en=("Review an emergency opening", "Judge whether it was right to open the file."),
             ar=("مراجعة فتح طارئ", "الحكم على صواب فتح الملف.")),
        Page("seal-decide", "ghada",
             en=("Decide about a seal", "Confirm or decline what a supervisor proposed."),
             ar=("البت في الختم", "تأكيد ما اقترحه المشرف أو رفضه.")),
        Page("conflict-rule", "ghada", of={"case_id": "disputed_id", "user_id": "bashir_id"},
             en=("Judge a conflict", "Where every supervisor is kept out, the officer judges and opens nothing."),
             ar=("البت في تضارب المصالح", "إذا أُبعد كل مشرف يبت مراقب حماية البيانات دون فتح أي ملف.")),
        Page("alarms", "ghada",
             en=("Alarms", "Who may be in danger, and what to do first."),
             ar=("الإنذارات", "من قد يكون في خطر، وما يُعمل أولًا.")),
        Page("agency-trail", "ghada",
             en=("Trail", "Who did what and when, in codes and without content."),
             ar=("سجل الأحداث", "من فعل ماذا ومتى، برموز ودون أي محتوى.")),
    ),
)  # fmt: skip

STAFF = Chapter(
    "Those who work here", "العاملون هنا",
    (
        Page("colleagues", "bashir",
             en=("Colleagues", "Who carries how much, who is away, who covers."),
             ar=("الزملاء", "كم يحمل كل منهم، ومن الغائب، ومن يغطي غيابه.")),
        Page("cover-new", "bashir",
             en=("Cover an absence", "A colleague works in an absent worker's team for some days."),
             ar=("تغطية غياب", "زميل يعمل في فريق الغائب بضعة أيام.")),
        Page("cover-end", "bashir",
             en=("End a cover", "When the absent worker is back early."),
             ar=("إنهاء التغطية", "إذا عاد الغائب قبل موعده.")),
        Page("staff", "farah",
             en=("Those who work here", "Every user, with roles and places."),
             ar=("العاملون هنا", "كل المستخدمين بأدوارهم وأماكنهم.")),
        Page("staff-user", "farah",
             en=("One user", "Give or end a role, let in or shut out."),
             ar=("مستخدم واحد", "منح دور أو إنهاؤه، والسماح بالدخول أو منعه.")),
        Page("staff-role-new", "farah",
             en=("Give a role", "What somebody may do, where and until when."),
             ar=("منح دور", "ما يمكن لشخص عمله، وأين، وحتى متى.")),
        Page("staff-role-end", "farah",
             en=("End a role", "What ends with it is said first."),
             ar=("إنهاء دور", "يُذكر أولًا ما ينتهي معه.")),
        Page("staff-shut-out", "farah",
             en=("Shut somebody out", "No sign-in from this moment, every session ended."),
             ar=("منع الدخول", "لا دخول من هذه اللحظة، وتنتهي كل الجلسات.")),
        Page("staff-let-in", "farah",
             en=("Let somebody in again", "Sign-in is possible again."),
             ar=("السماح بالدخول من جديد", "يصبح الدخول ممكنًا من جديد.")),
        Page("jobs", "farah",
             en=("Jobs", "What runs by itself, how far it is, and what was given up."),
             ar=("الأعمال التلقائية", "ما يجري من تلقاء نفسه، وإلى أين وصل، وما تُرك.")),
        Page("staff-proposals", "ghada",
             en=("Waiting for a second person", "Powerful roles that somebody else must confirm."),
             ar=("بانتظار شخص ثانٍ", "أدوار مؤثرة لا بد أن يؤكدها شخص آخر.")),
        Page("staff-proposal", "ghada",
             en=("Confirm a role", "What changes with it, and who proposed it."),
             ar=("تأكيد دور", "ما يتغير معه ومن اقترحه.")),
        Page("staff-proposal-decline", "ghada",
             en=("Decline a role", "The proposal ends and the person keeps what was held."),
             ar=("رفض دور", "ينتهي الاقتراح ويبقى للشخص ما كان له.")),
        Page("staff-conduct", "ghada",
             en=("Who has not accepted the code of conduct", "Those who cannot begin yet."),
             ar=("من لم يقبل مدونة السلوك", "من لا يمكنه البدء بعد.")),
        Page("staff-review", "ghada",
             en=("Access review", "Every role, looked at once a quarter."),
             ar=("مراجعة الصلاحيات", "كل دور يُنظر فيه مرة كل ربع سنة.")),
        Page("staff-review-line", "ghada",
             en=("Review one role", "Keep it, or say that it ends."),
             ar=("مراجعة دور واحد", "إبقاؤه أو إنهاؤه.")),
        Page("invitations", "ghada",
             en=("Invitations", "Who is invited and waits for a second person."),
             ar=("الدعوات", "من دُعي وينتظر شخصًا ثانيًا.")),
        Page("invitation-new", "farah",
             en=("Invite somebody", "The link comes from you, the code from a colleague."),
             ar=("دعوة شخص", "الرابط منك والرمز من زميل.")),
        Page("invitation-decide", "ghada",
             en=("Confirm an invitation", "Check who is meant, then give the code."),
             ar=("تأكيد دعوة", "التحقق من المقصود ثم إعطاء الرمز.")),
        Page("invitation-reset", "farah",
             en=("A new way in", "For a colleague who can sign in no more."),
             ar=("دخول من جديد", "لزميل لم يعد يستطيع الدخول.")),
    ),
)  # fmt: skip

BESIDE = Chapter(
    "Beside the work", "إلى جانب العمل",
    (
        Page("not-found", "dima", route="case",
             en=("Not there, or not yours", "The same page for both, so that it tells nothing."),
             ar=("غير موجود أو ليس لك", "الصفحة نفسها في الحالين، فلا تكشف شيئًا.")),
        Page("forbidden", "farah", route="case",
             en=("Outside your role", "A step that your role does not have."),
             ar=("خارج دورك", "خطوة ليست ضمن دورك.")),
        Page("gallery", "amal", dark=True,
             en=("Gallery", "Every part of the pages once, for those who change them."),
             ar=("المعرض", "كل جزء من الصفحات مرة واحدة، لمن يعدّلها.")),
    ),
)  # fmt: skip

CHAPTERS = (SIGNING_IN, DESK, PEOPLE, CASES, SECOND_LOOK, STAFF, BESIDE)

WITHOUT = {
    "healthz": "is for machines",
    "calendar-feed": "is for calendars",
    **dict.fromkeys(
        ("api-me", "api-colleagues", "api-teams", "api-cases", "api-case", "api-case-file", "api-people", "api-person",
         "api-person-file", "api-person-cases", "api-nothing"),
        "is for programs",
    ),
    "through-word": "is the page through your organisation, with its word filled in",
    "through-back": "leads on",
    "sign-in-challenge": "is for the script", "ways-challenge": "is for the script",
    "welcome-challenge": "is for the script",
    "case-unseal": "is the page of a seal, the other way round",
    "case-lift": "is the page of a conflict, the other way round",
}  # fmt: skip
"""Addresses that show something and have no picture, and why."""


def pages() -> Iterator[Page]:
    for chapter in CHAPTERS:
        yield from chapter.pages
