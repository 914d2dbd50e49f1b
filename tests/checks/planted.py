"""A document of twenty-odd sentences in three languages, written for the tests, and faults to plant in it.

Facts are public ones about the negotiations on Syria and the documents of the United Nations; the sentences are ours. `~` is a no-break space.
"""

from __future__ import annotations

CLEAN = [
    (
        "The Security Council adopted Resolution 2254 unanimously on 18 December 2015.",
        "اعتمد مجلس الأمن القرار 2254 بالإجماع في 18 كانون الأول/ديسمبر 2015.",
        "Le Conseil de sécurité a adopté la résolution 2254 à l’unanimité le 18 décembre 2015.",
    ),
    (
        "The Geneva Communiqué was issued on 30 June 2012.",
        "صدر بيان جنيف في 30 حزيران/يونيو 2012.",
        "Le Communiqué de Genève a été publié le 30 juin 2012.",
    ),
    (
        "The Syrian Opposition Coalition (SOC) was founded in Doha in 2012.",
        "تأسس الائتلاف الوطني السوري في الدوحة عام 2012.",
        "La Coalition nationale syrienne (CNS) a été fondée à Doha en 2012.",
    ),
    (
        "The SOC takes part in the Syrian Negotiations Commission.",
        "يشارك الائتلاف الوطني السوري في هيئة التفاوض السورية.",
        "La CNS participe à la Commission syrienne de négociation.",
    ),
    (
        "The Syrian Negotiations Commission met the United Nations special envoy in Geneva.",
        "التقت هيئة التفاوض السورية المبعوث الأممي الخاص في جنيف.",
        "La Commission syrienne de négociation a rencontré l’envoyé spécial des Nations unies à Genève.",
    ),
    (
        "Geir Pedersen took up his office in January 2019.",
        "تولى غير بيدرسون منصبه في كانون الثاني/يناير 2019.",
        "Geir Pedersen a pris ses fonctions en janvier 2019.",
    ),
    (
        "The Constitutional Committee had 150 members, fifty for each of the three lists.",
        "ضمت اللجنة الدستورية 150 عضواً، خمسين لكل قائمة من القوائم الثلاث.",
        "Le Comité constitutionnel comptait 150 membres, cinquante pour chacune des trois listes.",
    ),
    (
        "Its small body had 45 members, or 30% of the whole.",
        "كان عدد أعضاء هيئتها المصغرة 45، أي 30٪ من المجموع.",
        "Son organe restreint comptait 45 membres, soit 30~% de l’ensemble.",
    ),
    (
        "The hall is 2 km from the Palace of Nations.",
        "تبعد القاعة 2 كم عن قصر الأمم.",
        "La salle est à 2~km du Palais des Nations.",
    ),
    (
        "The first session opened at 10:30 in the morning.",
        "افتتحت الجلسة الأولى في الساعة 10:30 صباحاً.",
        "La première séance s’est ouverte à 10~h~30 du matin.",
    ),
    (
        "Which items are on the agenda today?",
        "ما البنود المدرجة على جدول أعمال اليوم؟",
        "Quels points sont à l’ordre du jour~?",
    ),
    (
        "The agenda (two pages) was sent to the delegations.",
        "أُرسل جدول الأعمال (صفحتان) إلى الوفود.",
        "L’ordre du jour (deux pages) a été envoyé aux délégations.",
    ),
    (
        "The text speaks of a “safe, calm and neutral environment”.",
        "يتحدث النص عن «بيئة آمنة وهادئة ومحايدة».",
        "Le texte parle d’un «~environnement sûr, calme et neutre~».",
    ),
    (
        "Source: United Nations Office at Geneva",
        "المصدر: مكتب الأمم المتحدة في جنيف",
        "Source~: Office des Nations unies à Genève",
    ),
    (
        "The meeting was closed to the press.",
        "كان الاجتماع مغلقاً أمام الصحافة.",
        "La réunion était fermée à la presse.",
    ),
    (
        "The next round begins in two weeks.",
        "تبدأ الجولة المقبلة بعد أسبوعين.",
        "Le prochain cycle commence dans deux semaines.",
    ),
    (
        "The next round begins in two weeks.",
        "تبدأ الجولة المقبلة بعد أسبوعين.",
        "Le prochain cycle commence dans deux semaines.",
    ),
    (
        "The full text can be read at https://press.example.org/en/ for a month.",
        "يمكن قراءة النص الكامل على https://press.example.org/ar/ لمدة شهر.",
        "Le texte intégral peut être lu sur https://press.example.org/fr/ pendant un mois.",
    ),
    (
        "Dear {name}, the documents are ready.",
        "عزيزنا {name}، الوثائق جاهزة.",
        "Cher {name}, les documents sont prêts.",
    ),
    (
        "The Zoom link was sent to all newsrooms of the region in the morning.",
        "أُرسل رابط Zoom صباحاً إلى جميع غرف الأخبار في المنطقة.",
        "Le lien Zoom a été envoyé dans la matinée à toutes les rédactions de la région.",
    ),
    (
        "The Astana meetings began in 2017.",
        "بدأت اجتماعات أستانا عام 2017.",
        "Les réunions d’Astana ont commencé en 2017.",
    ),
    (
        "The envoy stressed the unity of Syria.",
        "شدد المبعوث على وحدة سورية.",
        "L’envoyé a insisté sur l’unité de la Syrie.",
    ),
    ("He stressed the role of women.", "وقد شدد على دور المرأة.", "Il a insisté sur le rôle des femmes."),
    ("She stressed the need for calm.", "كما شدد الوفد على ضرورة الهدوء.", "Elle a insisté sur la nécessité du calme."),
    (
        "They stressed the rights of detainees.",
        "ثم شدد الحاضرون على حقوق المعتقلين.",
        "Ils ont insisté sur les droits des détenus.",
    ),
]
"""English, Arabic, French."""

FAULTS = [
    # rule, language of the edit, what stands there, what is planted
    ("TB101", "fr", "La CNS participe à la Commission syrienne de négociation", "La CNS participe aux pourparlers"),
    ("TB101", "ar", "بيان جنيف", "وثيقة المؤتمر"),
    ("TB102", "fr", "Commission syrienne de négociation", "Comité syrien de négociation"),
    ("TB102", "ar", "هيئة التفاوض السورية", "لجنة التفاوض السورية"),
    ("TB103", "ar", "الائتلاف الوطني السوري في الدوحة", "ائتلاف المعارضة السورية في الدوحة"),
    ("TB104", "fr", "Geir Pedersen", "Gir Pederson"),
    ("TB104", "ar", "غير بيدرسون", "جير بيدرسن"),
    ("TB105", "en", "The Syrian Opposition Coalition (SOC)", "The SOC"),
    ("TB106", "fr", "La CNS", "La SOC"),
    (
        "TB107",
        "fr",
        "La Commission syrienne de négociation a rencontré",
        "La Commission syrienne des négociations a rencontré",
    ),
    ("TB108", "fr", "participe à la Commission syrienne de négociation", "participe à l’Armée nationale syrienne"),
    ("TB201", "fr", "du jour~?", "du jour."),
    ("TB201", "ar", "اليوم؟", "اليوم."),
    ("TB202", "fr", "(deux pages)", "(deux pages"),
    ("TB202", "ar", "ومحايدة».", "ومحايدة."),
    ("TB203", "fr", "Source~:", "Source :"),
    ("TB203", "fr", "«~environnement", "« environnement"),
    ("TB203", "fr", "du jour~?", "du jour?"),
    ("TB204", "fr", "«~environnement sûr, calme et neutre~»", "“environnement sûr, calme et neutre”"),
    ("TB205", "ar", "150 عضواً،", "150 عضواً,"),
    ("TB205", "ar", "اليوم؟", "اليوم?"),
    ("TB301", "ar", "150 عضواً", "105 أعضاء"),
    ("TB301", "ar", "150 عضواً", "١٠٥ أعضاء"),
    ("TB301", "fr", "45 membres", "cinquante-quatre membres"),
    ("TB302", "ar", "18 كانون الأول/ديسمبر", "18 تشرين الثاني/نوفمبر"),
    ("TB302", "fr", "30 juin 2012", "30 juillet 2012"),
    ("TB303", "ar", "30٪", "٣ في المئة"),
    ("TB303", "fr", "30~%", "13~%"),
    ("TB304", "ar", "القرار 2254", "القرار ٢٢٤٥"),
    ("TB304", "fr", "résolution 2254", "résolution 2245"),
    ("TB305", "ar", "2 كم", "٢ ميل"),
    ("TB305", "fr", "2~km", "12~km"),
    ("TB306", "ar", "10:30", "11:30"),
    ("TB306", "fr", "10~h~30", "9~h~30"),
    ("TB403", "fr", "La réunion était fermée à la presse.", "The meeting was closed to the press."),
    ("TB403", "ar", "كان الاجتماع مغلقاً أمام الصحافة.", "The meeting was closed."),
    ("TB404", "ar", "كان الاجتماع مغلقاً أمام الصحافة.", " "),
    (
        "TB406",
        "fr",
        "Le lien Zoom a été envoyé dans la matinée à toutes les rédactions de la région.",
        "Le lien est là.",
    ),
    ("TB501", "ar", "جدول الأعمال (", "جدول  الأعمال ("),
    ("TB501", "fr", "du Palais", "du  Palais"),
    ("TB502", "fr", "La réunion était", " La réunion était"),
    ("TB502", "ar", "أمام الصحافة.", "أمام الصحافة. "),
    ("TB503", "fr", "à la presse", "à la la presse"),
    ("TB503", "ar", "على وحدة", "على على وحدة"),
    ("TB602", "fr", "{name}", "{nom}"),
    ("TB602", "ar", "{name}", "الاسم"),
    ("TB603", "fr", "https://press.example.org/fr/", "notre site"),
    ("TB603", "ar", "press.example.org", "presse.example.org"),
    ("TB701", "ar", "الدستورية", "الدستوریة"),
    ("TB701", "ar", "رابط Zoom صباحاً إلى", "رابط Zoom صباحاً إلی"),
    ("TB702", "fr", "Genève a été", "Gen\u0435ve a été"),
    ("TB703", "ar", "رابط Zoom", "رابطZoom"),
    ("TB704", "ar", "الدستورية", "الدستـــورية"),
    ("TB705", "ar", "على وحدة", "ﻋﻠﻰ وحدة"),
    ("TB706", "ar", "رابط Zoom", "رابط \u202aZoom"),
    ("TB706", "ar", "رابط Zoom", "رابط \u200e\u200eZoom"),
    ("TB707", "ar", "كما شدد", "كما شدّد"),
    ("TB708", "fr", "Le prochain cycle", "le prochain cycle"),
]
"""Each is planted alone, wherever its words stand."""
