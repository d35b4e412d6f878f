/// The house's abbreviations, put together for this project from the general knowledge of each language. Without the
/// last full stop; inner full stops stay, blanks after them go ("z. B." is "z.b"). A tilde marks what is an ordinary
/// word in another language. Where lists disagree about a kind, the earlier one counts.
let abbreviationLists: [AbbreviationList] = [
  AbbreviationList(.en, .title, """
    mr mrs ms messrs mmes dr drs prof profs rev hon st ste sgt capt cpt lt lieut col gen maj cpl pvt adm cmdr brig gov
    sen sens rep reps pres supt insp ~det atty fr msgr vs v mt ft ~mx assoc asst vice.adm lt.col maj.gen brig.gen
    """),
  AbbreviationList(.en, .number, """
    no nos p pp fig figs vol vols ch chap sec sect art ~arts eq eqs ref refs para paras tel ext nr pt ed eds op cl
    ~app ~act
    """),
  AbbreviationList(.en, .inner, "e.g i.e eg ie viz cf ca approx c resp incl esp w.r.t aka a.k.a al"),
  AbbreviationList(.en, .general, """
    etc inc corp co ltd bros llc plc jr sr esq ph.d m.d b.a m.a b.sc m.sc d.d.s u.s u.k u.n u.s.a e.u d.c 
    dept univ est ave blvd rd hwy bldg assn govt min max avg misc tbsp tsp oz lb lbs mph sq ft.lb hr hrs mins secs mo
    yr yrs b.c a.d b.c.e c.e ariz calif colo conn fla ill ind mass md ~mich minn miss mont neb nev okla ore pa penn
    tenn tex vt va wash wis wyo ont ~que dist natl intl mfg ~bc
    """),
  AbbreviationList(.unknown, .calendar, "jan feb aug sept okt nov dec sep oct"),
  AbbreviationList(.en, .calendar, "~mar apr jun jul mon tue tues wed thu thur thurs fri ~sat"),
  AbbreviationList(.de, .title, """
    hr fr frl hrn dr prof dipl ing mag st hl bgm reg.-rat ra geb univ.-prof stud cand gebr stv frhr
    """),
  AbbreviationList(.de, .number, "nr nrn ~art abs s f ff bd bde kap abb tab ziff rn tel aufl"),
  AbbreviationList(.de, .inner, """
    z.b d.h u.a o.ä u.ä v.a i.d.r d.i m.e i.e z.t z.zt bzw ca vgl evtl ggf sog inkl exkl zzgl abzgl einschl gegr ehem
    urspr bes insb insbes entspr bspw jew lt lat engl franz dt griech ital span russ österr schweiz amerik europ kath
    evang ev röm v.chr n.chr ~mind max durchschn wg zw gem betr hrsg verh gest allg wiss techn wirtsch bezgl mdl
    schriftl tägl
    """),
  AbbreviationList(.de, .general, """
    usw etc u.s.w ff str pl mio mrd tsd std jh jhd jhdt co e.v g.m.b.h usf u.v.m z.hd a.d a.m i.a i.v ~min ~sek
    """),
  AbbreviationList(.de, .calendar, "jän mrz mär ~apr dez mo ~di ~mi ~do ~sa ~so"),
  AbbreviationList(.de, .counted, """
    januar jänner februar feber märz ~april ~mai ~juni ~juli ~august ~september oktober ~november dezember jahrhundert
    jahrhunderts jahrhunderte jahrhunderten jahrtausend jahrtausends weltkrieg weltkriegs weltkrieges bundesliga liga
    lebensjahr lebensjahrs lebensjahres geburtstag todestag jahrestag stock obergeschoss bezirk platz auflage
    """),
  AbbreviationList(.nl, .title, """
    dhr mevr mw mej dr drs ir ing prof mr st ds jhr gebr burg ~past zr ~br h.k.h z.k.h bc
    """),
  AbbreviationList(.nl, .number, "nr nrs blz ~art afb hfst tel dl ~lid vgl"),
  AbbreviationList(.nl, .inner, """
    bijv bv d.w.z dwz m.a.w o.a m.n i.p.v i.v.m t.o.v t.a.v t.g.v m.b.t n.a.v o.l.v a.u.b ca resp evt incl excl vnl
    zgn i.h.b a.h.w d.m.v o.m tgv nl
    """),
  AbbreviationList(.nl, .general, "enz e.d e.a etc jl a.s n.v b.v v.chr n.chr mln mld p.m v.d"),
  AbbreviationList(.nl, .calendar, "mrt ~apr ~jul ~jun ~ma ~di ~wo ~vr ~za ~zo"),
  AbbreviationList(.da, .title, "hr fr frk dr prof skt sct adv dir ~cand stud mag lic ~red kgl ph.d"),
  AbbreviationList(.da, .number, "nr s ~pkt kap tlf ~bd ~art ~fig"),
  AbbreviationList(.da, .inner, """
    f.eks fx bl.a d.v.s dvs ca m.h.t m.m.m p.g.a pga ift iflg jf jvf evt inkl ekskl hhv vedr mht ang m.a.o d.d eks
    alm bla ~ad pr såk opr eng
    """),
  AbbreviationList(.da, .general, """
    osv o.l o.lign m.v mv m.fl m.m mfl etc co mia mio kr st kl a.s jr ~tlf f.kr e.kr o.s.v
    """),
  AbbreviationList(.da, .calendar, "maj.d ~mar ~apr ~man ~tirs ~ons ~tors ~fre ~lør ~søn"),
  AbbreviationList(.nb, .title, "hr fr frk dr prof st adv dir kgl ~cand"),
  AbbreviationList(.nb, .number, "nr s ~kap tlf pkt ~art ~bd"),
  AbbreviationList(.nb, .inner, """
    f.eks bl.a dvs d.v.s ca pga p.g.a jf evt inkl ekskl hhv vedr mht m.h.t ang ift iht eks ~red m.a.o såk opprinn eng
    fhv bla pr
    """),
  AbbreviationList(.nb, .general, """
    osv o.l m.v mv m.fl m.m mfl etc co mill mrd kl kr f.kr e.kr o.s.v st d.y d.e
    """),
  AbbreviationList(.sv, .title, "hr fr dr prof st s:t ~kgl"),
  AbbreviationList(.sv, .number, "nr sid s ~kap tel"),
  AbbreviationList(.sv, .inner, """
    t.ex bl.a d.v.s dvs ca p.g.a pga m.a.o s.k resp inkl exkl jfr fr.o.m t.o.m f.d f.n t.v exv enl ang f.ö
    """),
  AbbreviationList(.sv, .general, "osv o.s.v o.d m.m m.fl etc milj mdr kl kr f.kr e.kr"),
  AbbreviationList(.fr, .title, "m mm mme mlle mmes mlles dr pr ~me mgr st ste sts vve ~dom"),
  AbbreviationList(.fr, .number, "n ~no ~nos p pp vol t chap fig ~art tél ~al ~col ~par"),
  AbbreviationList(.fr, .inner, """
    cf env c.-à-d c.à.d p.ex ~ex ~ed éd coll dir trad ~hab ~av ~apr ~ibid ~op.cit v
    """),
  AbbreviationList(.fr, .general, "etc j.-c st ste ~av bd ~ave cie ~éts ~hon s.a s.a.r.l r.a.t.p s.n.c.f"),
  AbbreviationList(.fr, .calendar, "janv févr ~avr juill ~sept ~déc ~lun ~mar ~mer ~jeu ~ven ~sam ~dim"),
  AbbreviationList(.es, .title, """
    sr sra sres srta sras dr dra dres d dña ~da prof profa lic ing arq gral cnel cap tte sto ~sta mons exmo excmo ilmo
    ~fco mtro
    """),
  AbbreviationList(.es, .number, "núm nº n.º ~no pág págs p pp art arts cap vol fig tel tfno t apdo ~inc"),
  AbbreviationList(.es, .inner, "p.ej ej cf aprox vs ~máx ~mín ~ss ~av ~avda ~c"),
  AbbreviationList(.es, .general, """
    etc ee.uu ee.uu.aa ~ud uds ~vd vds s.a s.l s.r.l cía hnos d.c a.c c.v dpto ~prov ~km ~admón jr
    """),
  AbbreviationList(.es, .calendar, "~ene ~abr ~ago ~dic"),
  AbbreviationList(.pt, .title, """
    sr sra srs sras srta dr dra drs dras prof profa eng enga arq d exmo exma exmos ~sto ~sta ~pe ~fr gen ~cel cap
    ~ten ~des ~min v.exa v.ex
    """),
  AbbreviationList(.pt, .number, "n nº n.º pág págs p pp art arts cap vol fig tel ~fls inc"),
  AbbreviationList(.pt, .inner, "p.ex ~ex cf aprox vs ~máx ~mín ~r ~av ~al ~pç"),
  AbbreviationList(.pt, .general, "etc s.a s.a.r.l lda ltda cia d.c a.c eua e.u.a jr ~km"),
  AbbreviationList(.it, .title, """
    ~sig sig.ra sigg dott dott.ssa dr prof prof.ssa avv ing arch geom rag ~on sen mons ~don s ss ~gen ~col cap ~ten
    mar card ~min pres sig.na cav comm
    """),
  AbbreviationList(.it, .number, """
    n nn nr pag pagg p pp art artt cap vol fig tel ~par lett ~c ~co ~comma ~all tab
    """),
  AbbreviationList(.it, .inner, """
    ~es p.es ad.es cfr c.d cd vs ~max ~min ~ca v ~ndr n.d.r ~cit op.cit lat ~c.a d.lgs d.l l d.p.r d.m reg dir
    """),
  AbbreviationList(.it, .general, "ecc s.p.a s.r.l a.c d.c u.s.a ~jr c.p.c c.p c.c c.p.p ss.mm.ii f.lli"),
  AbbreviationList(.it, .calendar, "~gen ~febb ~mar ~apr ~mag ~giu ~lug ~ago ~sett ~ott ~dic"),
  AbbreviationList(.ro, .title, "dl dna d-na d-l d-lui d-nei dr prof ing sf acad ~av gen col lt conf lect"),
  AbbreviationList(.ro, .number, "nr p pag pp art alin lit ~cap fig vol tel ~pct"),
  AbbreviationList(.ro, .inner, "~ex de.ex cf vs aprox cca ~ca ~str ~bd ~jud ~com ~sat"),
  AbbreviationList(.ro, .general, """
    etc ș.a s.a ș.a.m.d ş.a ş.a.m.d s.r.l î.hr d.hr î.e.n e.n ~mil mld ~lei ~hr i.e.n
    """),
  AbbreviationList(.ro, .calendar, "~ian ~febr ~iun ~iul ~noiem ~dec"),
  AbbreviationList(.ca, .title, "sr sra srs dr dra prof mn st ~sta ~fra"),
  AbbreviationList(.ca, .number, "núm pàg pàgs art vol tel"),
  AbbreviationList(.ca, .general, "etc ee.uu s.a s.l"),
  AbbreviationList(.pl, .title, """
    dr hab prof mgr inż ks św pw gen płk kpt ~por sierż ppłk ppor mjr o bp abp kard lek ~med ~red dyr prez ~min dot doc
    zob p śp ~im al ul pl ~os tow
    """),
  AbbreviationList(.pl, .number, "nr str art ust pkt poz ~par rozdz s t ~par tel zob rys tab ~lit"),
  AbbreviationList(.pl, .inner, """
    np m.in tzn tzw tj ~ok ww wg ds ws zw zwł szt ang łac niem fr ros gr wł hiszp czyt ~por ~red właśc zob ew wyd jw
    godz woj pow gm
    """),
  AbbreviationList(.pl, .general, """
    itd itp etc r w tys mln mld zł gr r.b br ub b.r ub.r bm ~in al p.n.e n.e pn.e s.a sp.z.o.o z.o.o cd cdn ~par
    """),
  AbbreviationList(.cs, .title, """
    p pí sl dr mudr judr ing mgr bc prof doc phdr rndr paeddr arch sv gen plk kpt ~por mjr npor ppor ak ~red
    """),
  AbbreviationList(.cs, .number, "č čís čj s str odst písm ~kap obr tab sv roč tel čl "),
  AbbreviationList(.cs, .inner, """
    např tj tzv tzn popř příp resp cca ca srov viz mj m.j vč zejm angl něm lat franz rus řec kupř ev event t.č t.j
    t.zv j.e
    """),
  AbbreviationList(.cs, .general, """
    atd apod aj a.j ~mil mld tis kč kčs n.l př.n.l p.n.l hod ~min ~sek r l stol st s.r.o a.s spol o.p.s o.s z.s sb č.p
    ul nám tř n.p k.p r.v n.m
    """),
  AbbreviationList(.sk, .title, "p dr ing mgr prof doc sv"),
  AbbreviationList(.sk, .number, "č s str odst písm tab obr tel čl"),
  AbbreviationList(.sk, .inner, "napr t.j tzv tzn resp cca ca porov príp"),
  AbbreviationList(.sk, .general, "atď a.i ~pod ~mil mld tis s.r.o a.s ul r st"),
  AbbreviationList(.sl, .title, """
    g ga gdč gdc ge gos dr mag prof doc dipl ing inž univ sv akad spec gen polk
    """),
  AbbreviationList(.sl, .number, "št str čl odst pogl tč tel sl ~tab ~pog"),
  AbbreviationList(.sl, .inner, """
    npr t.i tj t.j oz prim gl cca ca ang ~nem lat fr ~it t.im ti vključ roj u.d.i.a
    """),
  AbbreviationList(.sl, .general, """
    itd ipd idr d.o.o d.d pr.n.št n.št pr.kr po.kr st p.n.š mio mrd tis ul c s.p d.n.o k.d nasl ur ~min sek l
    """),
  AbbreviationList(.hr, .title, "g gđa gdin gđica dr mr prof doc sv ing dipl akad o ~fra gen puk mons ~red"),
  AbbreviationList(.hr, .number, "br str čl st toč tel sl ~tab"),
  AbbreviationList(.hr, .inner, "npr tzv tj odn eng engl lat njem ~tal franc usp v ~ur izd prir"),
  AbbreviationList(.hr, .general, """
    itd itsl isl i.sl dr.i.sl d.o.o d.d j.d.o.o ~god kn ~mil mlrd st pr.kr r.kr ul i.dr
    """),
  AbbreviationList(.hu, .title, "dr prof ifj id özv szt gr br b ft"),
  AbbreviationList(.hu, .number, "sz ~old évf köt fej ~tel bek"),
  AbbreviationList(.hu, .inner, "pl ill kb vö ún u.n ti ld i.e ang lat ném"),
  AbbreviationList(.hu, .general, "stb kft rt zrt nyrt bt ft mrd u krt i.sz i.e kr.e kr.u i.m uo db ~ker c"),
  AbbreviationList(.hu, .calendar, "febr márc ápr ~máj jún júl szept"),
  AbbreviationList(.et, .title, "hr pr prl dr prof st kol kpt ltn mjr kapt ~kindr"),
  AbbreviationList(.et, .number, "nr lk ptk lg p tel ~art joon ~vt"),
  AbbreviationList(.et, .inner, """
    nt näit s.o st sh s.h u ca vrd vt nn lad ingl saks pn sks pms mh eelk sünd snd srn surn
    """),
  AbbreviationList(.et, .general, """
    jne jms jm jpt ja.t.d jt mln mld mrd tuh kr eek a aa ~saj ~sent m.a.j e.m.a m.a.a e.kr p.kr krt tn pst mnt rmt aü
    t.p s.a k.a ~min kl obj
    """),
  AbbreviationList(.fi, .title, "hra rva nti ~tri prof toht ~maist ~ins"),
  AbbreviationList(.fi, .number, "nro s ~kpl puh ~art"),
  AbbreviationList(.fi, .inner, "esim ts ns n ks vrt mm engl lat ruots saks ~so"),
  AbbreviationList(.fi, .general, "jne yms ym tms ml milj mrd klo eaa jaa ekr jkr k.o e.m.a"),
  AbbreviationList(.lv, .inner, "piem t.i t.s t.sk u.tml apm ~sal prof dr nr"),
  AbbreviationList(.lv, .general, "u.c utt u.tt g gs gads milj tūkst lpp"),
  AbbreviationList(.lt, .inner, "pvz t.y t.t vad prof dr nr kun šv doc plg žr"),
  AbbreviationList(.lt, .general, "ir.t.t ir.kt m mėn d val mln mlrd tūkst pr.kr g"),
  AbbreviationList(.tr, .title, """
    dr prof doç yrd ~av arş gör öğr uzm ~op sn alb bşk gen ütğm yzb hz st müh mim ecz dt
    """),
  AbbreviationList(.tr, .number, "~no s sf ~md bkz tel ~cilt fık"),
  AbbreviationList(.tr, .inner, "örn bkz krş yak ör haz çev ed ing fr alm ~ar ~far lat"),
  AbbreviationList(.tr, .general, """
    vb vs ~vd a.ş ltd şti m.ö m.s mah cad sok sk apt cd blv t.c k.k b.m ~ad tic ~san bl
    """),
  AbbreviationList(.ru, .title, """
    г-н г-жа г-на г-жи гг.г-н проф акад доц д-р им св ген полк кап лейт инж зам пом пос дер ул просп пр пл пер наб
    бул д кв корп г с р обл гр тов преп засл нар ред сост тел архит о гос уч
    """),
  AbbreviationList(.ru, .number, "стр с рис табл п пп ст т тт гл № см кн вып ч изд ~абз"),
  AbbreviationList(.ru, .inner, """
    т.е т.н т.к т.о напр см ср англ лат нем франц фр итал исп греч рус укр яп кит польск букв ок в.т.ч собств соотв
    прибл включ осн род ум урожд до.н.э
    """),
  AbbreviationList(.ru, .general, """
    т.д т.п др пр руб коп тыс млн млрд трлн гг вв в г чел шт экз мин сек ~час кг км м см мм кв куб куб.м н.э до.н.э л
    долл у.е т п.м л.с
    """),
  AbbreviationList(.ru, .calendar, "янв февр фев авг сент сен окт нояб ноя дек пн вт ~ср чт пт сб вс"),
  AbbreviationList(.uk, .title, """
    п проф акад доц д-р ім св ген полк інж заст просп пр пл пров наб бул буд кв корп обл гр тов ред вул м с смт р-н
    о чл чл.-кор канд нар засл
    """),
  AbbreviationList(.uk, .number, "стор с рис табл п пп ст т гл № кн вип ч розд ~абз арк"),
  AbbreviationList(.uk, .inner, """
    т.зв т.ч т.є напр див пор грец англ лат нім фр італ ісп гр рос укр пол зокр бл прибл
    """),
  AbbreviationList(.uk, .general, """
    т.д т.п ін грн коп тис млн млрд трлн рр р ст вв чол шт хв сек год кг км м см мм н.е до.н.е дол крб л
    """),
  AbbreviationList(.uk, .calendar, "січ лют бер квіт трав черв лип серп верес жовт листоп груд"),
  AbbreviationList(.bg, .title, """
    г-н г-жа г-ца д-р проф доц инж арх ген полк акад св ул бул жк бл вх ап гр с
    """),
  AbbreviationList(.bg, .inner, "напр т.е т.нар т.н вж ср англ лат нем фр ок"),
  AbbreviationList(.bg, .general, "т.н и.т.н др лв ст хил млн млрд г год в пр.хр сл.хр"),
  AbbreviationList(.el, .title, "κ κος κα κ.κ δρ καθ αγ στρ"),
  AbbreviationList(.el, .inner, "π.χ δηλ βλ λ.χ πρβλ σελ αρ αριθ τηλ"),
  AbbreviationList(.el, .general, "κ.λπ κλπ κ.ά κ.α κ.τ.λ μ.χ π.χρ π.μ μ.μ εκατ δισ χιλ ευρ"),
  AbbreviationList(.hy, .inner, "օր տես հ պրոֆ դոց ակադ ն թ դ գ մ.թ.ա մ.թ"),
  AbbreviationList(.kk, .general, "т.б т.с.с ж жж ғ млн млрд мың тг"),
  AbbreviationList(.kk, .inner, "мыс қар проф акад"),
  AbbreviationList(.ar, .title, "د أ م ا أ.د ص ت هـ"),
  AbbreviationList(.fa, .inner, "د ص ق.م ه.ق ه.ش"),
  AbbreviationList(.ur, .inner, "ڈ"),
  AbbreviationList(.hi, .title, "डॉ डा प्रो पं कु मो ले जन कै"),
  AbbreviationList(.hi, .inner, "ई.पू"),
  AbbreviationList(.hi, .general, "कि.मी कि.ग्रा"),
  // In any language that does not say otherwise.
  AbbreviationList(.unknown, .number, "no nr p pp"),
  AbbreviationList(.unknown, .calendar, "a.m p.m"),
  AbbreviationList(.unknown, .general, "u.s u.k e.u u.s.a u.n"),
  // Vietnamese, which has no treebank here and so no weights of its own: "TP. Hồ Chí Minh", "v.v. và".
  AbbreviationList(.unknown, .title, "tp ts ths pgs"),
  AbbreviationList(.unknown, .general, "v.v"),
  AbbreviationList(.en, .speech, """
    said says say asked asks ask replied replies told tells added adds cried cries shouted whispered answered yelled
    muttered explained continued laughed sighed murmured exclaimed
    """),
  // Pronouns, articles, question words and conjunctions: after an abbreviation they show that a sentence begins.
  AbbreviationList(.en, .starter, """
    the a an this that these those he she it they we i you his her its their our my your there here what who whom whose
    which when where why how if but and or so yet because although though while since after before however moreover
    then thus also in on at for with from by as is are was were do does did can could will would should may not no some
    many most all each one both another such even only just now today please let's let
    """),
  AbbreviationList(.de, .starter, """
    der die das ein eine er sie es wir ich ihr du dies diese dieser dieses man wer was wo wann warum wie wenn aber und
    oder doch denn weil obwohl da dann so auch nach vor bei mit von zu im in am auf für sein seine hier dort nun jetzt
    nicht kein keine
    """),
  AbbreviationList(.nl, .starter, """
    de het een hij zij ze wij we ik jij je u dit dat deze die er wie wat waar wanneer waarom hoe als maar en of want
    omdat toen dan ook na voor bij met van in op aan zijn haar hun hier daar nu niet geen
    """),
  AbbreviationList(.da, .starter, """
    den det de en et han hun vi jeg du i man dette denne disse der hvem hvad hvor hvornår hvorfor hvordan hvis når men
    og eller for da så også efter før ved med fra på til hans hendes deres her nu ikke ingen
    """),
  AbbreviationList(.nb, .starter, """
    den det de en et han hun vi jeg du man dette denne disse der hvem hva hvor når hvorfor hvordan hvis men og eller
    for da så også etter før ved med fra på til hans hennes deres her nå ikke ingen
    """),
  AbbreviationList(.sv, .starter, """
    den det de en ett han hon vi jag du ni man detta denna dessa där vem vad var när varför hur om men och eller för då
    så också efter före vid med från på till hans hennes deras här nu inte ingen
    """),
  AbbreviationList(.fr, .starter, """
    le la les un une des il elle ils elles nous je tu vous on ce cette ces c l qui que quoi où quand pourquoi comment
    si mais et ou donc or car ainsi puis alors après avant pour par avec dans en sur à son sa ses leur ici là
    """),
  AbbreviationList(.es, .starter, """
    el la los las un una él ella ellos nosotros yo tú usted este esta estos esto eso quien qué que dónde cuándo por
    cómo si pero y o pues así luego después antes para con en de a su sus aquí no se también
    """),
  AbbreviationList(.pt, .starter, """
    o a os as um uma ele ela eles nós eu você este esta isto isso quem que onde quando por como se mas e ou pois assim
    depois antes para com em no na de seu sua aqui não também
    """),
  AbbreviationList(.it, .starter, """
    il lo la i gli le un una egli lui lei loro noi io tu questo questa questi ciò chi che cosa dove quando perché come
    se ma e o quindi così poi dopo prima per con in nel nella di da su suo sua qui non anche
    """),
  AbbreviationList(.ro, .starter, """
    el ea ei ele noi eu tu acesta această acest aceste cine ce unde când cum de dacă dar și sau deci apoi după înainte
    pentru cu în din la pe nu un o
    """),
  AbbreviationList(.pl, .starter, """
    to ten ta te on ona ono oni my ja ty kto co gdzie kiedy dlaczego jak jeśli ale a i lub więc potem po przed dla z w
    we na do od nie tak tam tu jego jej ich
    """),
  AbbreviationList(.cs, .starter, """
    to ten ta ti on ona oni my já ty kdo co kde kdy proč jak když ale a i nebo tak pak po před pro s v ve na do od ne
    tam zde jeho její jejich je
    """),
  AbbreviationList(.ru, .starter, """
    он она оно они мы я ты вы это этот эта эти тот кто что где когда почему как если но а и или так затем потом после
    для с в во на до от не там тут его её их при по из за у
    """),
  AbbreviationList(.uk, .starter, """
    він вона воно вони ми я ти ви це цей ця ці той хто що де коли чому як якщо але а і й та або так потім після для з у
    в на до від не там тут його її їх при по із за
    """),
  AbbreviationList(.tr, .starter, """
    bu şu o bir ben sen biz siz onlar kim ne nerede neden nasıl ama ve veya ancak fakat sonra için ile de da
    """),
  AbbreviationList(.fi, .starter, """
    ja on ei se hän että oli kun myös mutta tai sekä he me te minä sinä kuka mikä missä milloin miksi miten sitten jälkeen
    ennen siellä täällä kuin vielä jo ovat tämä nämä ne
    """),
  AbbreviationList(.et, .starter, """
    ja on ei ta see et oli kui ka aga ning või oma nad me te ma sa kes mis kus millal miks kuidas siis pärast enne seal
    siin nagu veel juba need seda
    """),
  AbbreviationList(.hu, .starter, """
    a az egy és hogy nem is ez ezt azt de ha vagy mint csak már még volt ki mi hol mikor miért hogyan majd után előtt ő ők
    én te itt ott nincs sem
    """),
  AbbreviationList(.hr, .starter, """
    i je u na se da za su od s sa ne što koji koja koje to ovo taj ali ili kao o iz po pri do kad kada gdje zašto kako jer
    nakon prije zatim on ona oni mi vi ja ovdje tamo nije
    """),
  AbbreviationList(.sl, .starter, """
    in je na v se da za so pa ki ne z s po od do tudi to ta te ali kot pri ko bi bo iz o če kako kaj kdo kje zakaj ker nato
    zato vendar on ona oni mi vi jaz tukaj tam
    """),
  AbbreviationList(.sk, .starter, """
    a je na v sa že za s so z od do pre po pri to ten tá tie ale alebo ako keď kto čo kde kedy prečo nie aj však potom on
    ona oni my vy ja tu tam ich jeho jej
    """),
  AbbreviationList(.lt, .starter, """
    ir yra kad tai jis ji jie mes jūs aš bet arba ar kas kur kada kodėl kaip po prieš su be iš į už nuo čia ten ne buvo
    """),
  AbbreviationList(.lv, .starter, """
    un ir ka tas tā viņš viņa viņi mēs jūs es bet vai kas kur kad kāpēc kā pēc pirms ar bez no uz par šeit tur ne bija
    """),
  AbbreviationList(.ca, .starter, """
    el la els les un una i de del que és en per amb no però o si com quan on qui què això aquest aquesta després abans
    també
    """),
  AbbreviationList(.bg, .starter, """
    и е на в се да за от са не по с до но или ако като кога къде защо как това този тази тези той тя те ние вие аз след
    преди при тук там
    """),
]
