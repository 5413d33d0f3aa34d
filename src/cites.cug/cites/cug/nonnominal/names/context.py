"""Words around a name that say that it is a person's, or that it is not."""

from cites.cug.nonnominal.names.spelling import fold


def _set(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


#: What follows is a person, whatever it looks like.
TITLES = _set(
    "mr mrs ms miss mister messrs dr prof professor sir madam madame mme mlle "
    "mademoiselle monsieur mm maître señor señora señorita sr sra srta don doña dra lic "
    "licenciado ing alhaji alhaja hajj el-hadj elhadj hadja sheikh cheikh shaykh imam "
    "mullah maulana pastor abbé sgt sergeant sergent sargento cpl corporal lt "
    "lieutenant teniente capt captain capitaine capitán cmdt commandant comandante "
    "major maj col colonel coronel gen général const constable inspector inspecteur "
    "insp mzee mama baba bwana ndugu herr frau signor sheriff rev reverend judge juge "
    "juez"
)
#: Titles that are as well ordinary words or abbreviations: only in their own spelling.
SPELLED_TITLES = frozenset({"M.", "Mr.", "D.", "Dª", "Me", "Pr", "Fr.", "St."})
#: "named X", "alias X", "name: X": whatever is capitalised is the name.
NAMING = _set(
    "named called nicknamed alias aka a.k.a surnamed name names surname firstname "
    "lastname fullname nommé nommée nommés dénommé dénommée dénommés surnommé surnommée "
    "dit dite appelé appelée prénommé nom prénom noms patronyme llamado llamada "
    "llamados apodado apodada nombrado nombrada nombre apellido apellidos nombres "
    "conocido identified identifié identifiée identificado identificada regards "
    "sincerely cordialement salutations saludos atentamente"
)
#: People as the field speaks of them.
ROLES = _set(
    "chief driver suspect suspects passenger owner consignee consignor shipper importer "
    "exporter sender recipient addressee courier carrier trafficker traffickers "
    "smuggler dealer broker trader poacher poachers buyer seller defendant accused "
    "arrested detained convicted sentenced kingpin ringleader accomplice associate wife "
    "husband brother sister son daughter father mother cousin nephew uncle national "
    "citizen man woman men women merchant hunter fixer middleman pilot skipper crewman "
    "agent informant witness businessman businesswoman farmer director manager clerk "
    "employee mule receiver tenant landlord partner against by contact mr attn "
    "attention chauffeur suspecte passager passagère propriétaire destinataire "
    "importateur exportateur expéditeur transporteur trafiquant trafiquants trafiquante "
    "passeur courtier commerçant commerçante braconnier acheteur vendeur prévenu accusé "
    "arrêté arrêtée interpellé interpellée condamné condamnée complice épouse époux "
    "mari frère soeur fils fille père mère neveu oncle ressortissant ressortissante "
    "homme femme gérant gérante directeur employé pilote convoyeur inculpé mis receleur "
    "homme-clé patron par sieur contre conductor conductora sospechoso sospechosa "
    "pasajero pasajera propietario propietaria dueño dueña destinatario importador "
    "exportador remitente transportista traficante traficantes contrabandista "
    "comerciante cazador furtivo comprador vendedor vendedora acusado acusada detenido "
    "detenida imputado imputada condenado condenada cómplice esposa esposo marido "
    "hermano hermana hijo hija padre madre primo sobrino tío ciudadano ciudadana hombre "
    "mujer gerente directora empleado empleada piloto cabecilla líder contra señalado "
    "capturado capturada arrestado driver's hermanos hermanas brothers sisters firmado "
    "signed signé"
)
#: What a person does or is, right after the name.
DEEDS = _set(
    "said says told admitted confessed claimed denied stated paid bought sold sent fled "
    "travelled traveled drove carried owns owned lives works called phoned contacted "
    "received booked checked alias aka aged born a avait aurait vit travaille possède "
    "déclare déclaré dit affirme reconnaît vend achète né née âgé âgée dijo declaró "
    "admitió confesó negó vendió compró envió pagó viajó condujo vive trabaja posee "
    "huyó llamó recibió nacido nacida transportaba llevaba ofrece vende tiene portait "
    "transportait conduisait détenait"
)
#: After a run of capitals: it names a place, a body or a thing.
THINGS_AFTER = _set(
    "airport airports international airstrip river rivers park parks port harbour "
    "harbor street st road rd avenue ave boulevard lane drive highway district province "
    "state states county region island islands mountain mountains hills hill valley "
    "forest reserve reserves sanctuary conservancy lake bay gulf strait city town "
    "township village border bridge market terminal station hospital university college "
    "school zoo square hotel lodge museum foundation commission act convention protocol "
    "law airlines airways airline air line lines shipping institute trust society "
    "association council ministry department authority agency service services police "
    "customs court office bureau unit team project operation programme program "
    "declaration agreement treaty initiative network fund wildlife national game ranch "
    "farm basin coast cape falls desert plateau peninsula corridor crossing checkpoint "
    "zone area wharf dock quay gate plaza centre center building house tower mall "
    "complex estate camp barracks prison embassy consulate cathedral church mosque bank "
    "aéroport parc frontière marché gare rivière lac aeropuerto parque puerto calle río "
    "frontera mercado estación"
)
#: Right before a run: what follows names a place, a body, a species or a thing.
THINGS_BEFORE = _set(
    "paso airport aéroport aeropuerto port puerto rue avenue avenida av calle carrera "
    "boulevard bulevar bd lac lago lake mont monte mount mt cape cap cabo fort fuerte "
    "san santa santo saint sainte são st ste rio río river rivière parc parque park "
    "hôpital hospital université universidad university operation opération operación "
    "project projet proyecto camp campo isla islas île îles island ville ciudad city "
    "quartier barrio colonia marché mercado gare estación plaza place hotel hôtel lycée "
    "école escuela fundación fondation institut instituto pont puente route ruta "
    "carretera provincia province département departamento district distrito región "
    "région comté condado estado état village aldea commune municipio estrecho golfe "
    "golfo bay bahía baie poste puesto terminal aérodrome aeródromo forêt bosque "
    "réserve reserva corridor volcán volcan cordillera stade estadio stadium museum "
    "musée museo palais palacio prison cárcel tribunal loi ley traité vol flight vuelo"
)
#: Before a place's name; a lone name after one of these is taken for a place.
WHERE = _set(
    "in at to from via near through towards toward into around within outside of à au "
    "aux en vers depuis dans près entre sur desde hacia hasta por cerca between for "
    "pour para de del du"
)
#: Small words inside names.
PARTICLES = _set(
    "bin bint ben ibn abu abou oum um al el ul ud ur ad as ould uld mint ag ait aït ap "
    "di da de del della du des do dos das la le van von der den ter ten zu mac mc o' "
    "abd abdul wa ole arap nga sidi si"
)
#: Of these, those that are never anything else.
KIN = _set("bin bint ben ibn abu abou ould uld mint ag arap ole abdul abd")
#: Animals and plants: "Grevy's zebra", "zèbre de Grévy", "gacela de Cuvier".
SPECIES = _set(
    "zebra zebras gazelle gazelles ridley pangolin pangolins tortoise tortoises turtle "
    "turtles deer parrot parrots macaw macaws lemur lemurs monitor crocodile crane "
    "cranes vulture eagle falcon monkey monkeys mangabey guenon colobus gorilla "
    "rhinoceros rhino bustard buzzard sheep goat antelope kob duiker sitatunga muntjac "
    "fox cat cats bear leopard python boa chameleon gecko iguana frog seahorse shark "
    "whale dolphin porpoise lovebird cockatoo hornbill tragopan pheasant touraco turaco "
    "sifaka langur gibbon loris genet oryx caracara hawk owl zèbre zèbres tortue "
    "tortues cerf perroquet ara grue vautour aigle faucon singe rhinocéros mouflon "
    "chèvre antilope caméléon baleine dauphin cacatoès calao faisan varan cercopithèque "
    "colobe outarde inséparable cebra cebras gacela gacelas tortuga tortugas ciervo "
    "venado loro guacamayo guacamayos lagarto cocodrilo grulla buitre águila halcón "
    "mono rinoceronte cabra antílope camaleón ballena delfín cacatúa cálao faisán "
    "avutarda inseparable zorro oso gato pangolín orquídea orchid aloe cycad palm "
    "cactus rosewood mahogany"
)
#: Bodies, makes and others that the lists take for names.
NO_NAMES = _set(
    "africa afrique áfrica asia asie europa europe america amérique américa oceania "
    "sahara maghreb caribbean caraïbes caribe balkans levant eastern western northern "
    "southern central horn quay free zone acinonyx panthera leptailurus loxodonta "
    "elephas manis phataginus smutsia gorilla pan pongo ceratotherium diceros "
    "hippopotamus psittacus ara amazona cacatua falco aquila python boa varanus "
    "crocodylus testudo geochelone astrochelys kinixys chamaeleo uroplatus phelsuma "
    "iguana brachylophus hippocampus anguilla carcharhinus sphyrna dalbergia "
    "pterocarpus aquilaria guaiacum cedrela swietenia aloe euphorbia encephalartos "
    "pachypodium hoodia tridacna vicugna lama ursus canis lynx felis caracal neofelis "
    "saiga ovis capra gazella oryx hylobates macaca cercopithecus colobus lemur imo "
    "mmsi imei iban dob interpol europol cites unodc wco omd oma iccwc kws tawa uwa "
    "sanparks zawa afp fbi uk usa uae eu ue onu un iata icao tlp dna adn toyota nissan "
    "honda mitsubishi mercedes benz ford isuzu hyundai suzuki volvo scania renault land "
    "cruiser hilux maersk emirates ethiopian kenya qatar turkish msc cma cgm evergreen "
    "cosco hapag lloyd dhl fedex ups ems tnt whatsapp telegram facebook instagram "
    "tiktok signal wechat viber google gmail paypal union moneygram mpesa bitcoin "
    "tether lufthansa iberia avianca latam rwandair swiss klm air france boeing airbus "
    "cessna traffic wwf iucn uicn ifaw eagle wcs zsl gaafl lusaka agreement dakar"
)
