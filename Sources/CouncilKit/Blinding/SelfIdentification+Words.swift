/// The words by which models speak of themselves.
extension SelfIdentification {
    /// How a sentence about oneself begins.
    struct Lead {
        enum Kind {
            /// "I am …"
            case identity
            /// "As …": about the speaker only if the first person follows, or a kind of model does.
            case role
            /// "My developers …", "This answer was …": about the speaker if a word of origin stands before the name.
            case origin
        }

        var words: [String]
        var kind: Kind

        /// The longest first.
        static let all: [Lead] = {
            let identity = [
                "i am", "i'm", "im", "i was", "i've been", "i have been", "my name is", "call me", "you can call me",
                "ich bin", "mein name ist", "ich heiße", "ich wurde", "je suis", "je m'appelle", "mon nom est",
                "j'ai été", "soy", "yo soy", "me llamo", "mi nombre es", "fui", "he sido", "我 是", "我 叫", "我 由",
                "我 的 名 字 是", "我 的 名 字 叫", "talking to", "speaking with",
            ]
            let role = ["as", "als", "en tant que", "en tant qu'un", "en tant qu'une", "como", "作 为", "身 为"]
            let origin = [
                "my creators", "my creator", "my developers", "my developer", "my makers", "my maker", "we", "here",
                "this answer", "this response", "this reply", "meine entwickler",
                "mes créateurs", "mis creadores", "mis desarrolladores", "dieser antwort", "我 的 开 发 者",
            ]
            func leads(_ phrases: [String], _ kind: Kind) -> [Lead] {
                phrases.map { Lead(words: $0.split(separator: " ").map(String.init), kind: kind) }
            }
            return (leads(identity, .identity) + leads(role, .role) + leads(origin, .origin))
                .sorted { $0.words.count > $1.words.count }
        }()
    }

    /// What kind of thing the speaker is.
    static let kinds = words(
        """
        ai llm model models chatbot assistant bot gpt language ki ki-modell ki-sprachmodell ki-assistent sprachmodell \
        modell assistent ia d'ia modèle langage asistente modelo lenguaje 模 型 助 手 智 能
        """)

    /// Behind these stands who made the speaker, or what it is built on.
    static let origins = words(
        "by from at on of von vom durch bei par de chez por desde 由 自 于 called named namens nommé llamado 's 的")

    /// What may stand between a lead and the name.
    static let fillers = kinds.union(origins).union(
        words(
            """
            a an the large small multimodal open-source open source artificial intelligence virtual digital helpful \
            friendly and is was actually just simply only developed created made trained built designed powered based \
            which that version family series architecture called known as one your here written generated produced comes company \
            ein eine einem einer eines großes großer das der die kleines entwickeltes trainiertes entwickelt trainiert \
            erstellt gebaut und virtueller wurde firma unternehmen basierend auf un une le la grand développé développée \
            créé créée conçu entraîné entraînée par virtuel artificielle que el una grande desarrollado desarrollada \
            creado creada entrenado entrenada virtual inteligencia artificial basado en \
            一 个 名 叫 为 款 人 工 语 言 大 开 发 训 练 创 建 造 研 公 司 基 来 是
            """))

    /// What may follow a name that is the speaker's own.
    static let continuations = words(
        """
        and but so with to who which here now not language model assistant developed made created trained built by \
        from a an the 's und aber ein eine von entwickelt et mais un une développé y pero desarrollado de 开 训 创 研 \
        一 个 人 大 公 architecture kann bin habe muss möchte darf werde
        """)

    static let firstPerson = words("i i'm i've i'd i'll my me we ich mein meine mir je j'ai mon ma yo mi soy puedo 我")

    static let making = words(
        """
        made created trained built developed designed entwickelt trainiert hat développé développée créé créée entraîné \
        entraînée desarrollado creado entrenado
        """)
    static let makers = words("the company that who which has das mich")

    /// Words above or before a signature.
    static let closings = authors.union(
        words("best regards kind sincerely yours truly cheers thanks warm wishes your with mit freundlichen grüßen"))
    static let authors = words("by author signed model written answered answer response from answerer von par por 作 者")

    private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }
}

extension [Word] {
    func hasPhrase(_ phrase: [String], at place: Int) -> Bool {
        place + phrase.count <= count && zip(self[place...], phrase).allSatisfy { $0.lower == $1 }
    }

    /// How many words a name has that begins here; 0 if none does.
    func lengthOfName(at place: Int, besides names: Set<String>) -> Int {
        let word = self[place].lower
        if names.contains(word) || word.isOfFamily { return 1 }
        return String.namesOfSeveralWords[word]?.first { hasPhrase($0, at: place) }?.count ?? 0
    }
}

extension Word {
    /// Whether the word, behind a name, says which of a family: a number, a size, a version.
    var isPartOfName: Bool {
        if lower.first?.isNumber == true { return true }
        return String.partsOfNames.contains(lower)
    }

    /// Whether the name is an ordinary word, too.
    var isAmbiguous: Bool { String.ambiguousNames.contains(lower) }
}

extension String {
    /// Whether this is a name from a family of models or of a company that makes them: the family's name alone or with
    /// numbers and hyphens behind it.
    fileprivate var isOfFamily: Bool {
        guard count > 2, let families = Self.families[String(prefix(3))] else { return false }
        return families.contains { family in
            hasPrefix(family) && (dropFirst(family.count).first.map { !$0.isLetter } ?? true)
        }
    }

    private static let families = Dictionary(
        grouping: """
            chatgpt gpt openai claude anthropic gemini gemma bard google deepmind llama meta mistral mixtral ministral \
            magistral codestral qwen qwq tongyi alibaba deepseek grok xai copilot microsoft phi cohere command-r kimi \
            moonshot chatglm glm zhipu ernie baidu doubao bytedance hunyuan tencent minimax vicuna alpaca smollm \
            huggingface nemotron nvidia falcon perplexity sonar jamba ai21 olmo inflection lmsys palm dolly koala \
            wizardlm zephyr internlm baichuan granite
            """.split(separator: " ").map(String.init), by: { String($0.prefix(3)) })

    fileprivate static let namesOfSeveralWords: [String: [[String]]] = Dictionary(
        grouping: [
            "hugging face", "meta ai", "command r", "amazon nova", "通 义 千 问", "通 义", "阿 里 巴 巴", "阿 里 云",
            "深 度 求 索", "月 之 暗 面", "智 谱", "文 心 一 言", "百 度", "豆 包", "字 节 跳 动", "混 元", "腾 讯", "谷 歌",
            "o 1", "zhipu ai", "open ai", "chat gpt",
        ].map { $0.split(separator: " ").map(String.init) }, by: { $0[0] })

    /// The beginnings of all names as bytes, by their first two bytes: a group for each pair of bytes, 0 for none.
    private static let beginnings: (group: [UInt8], names: [[[UInt8]]]) = {
        var group = Array(repeating: UInt8(0), count: 1 << 16)
        var names: [[[UInt8]]] = [[]]
        // A single letter would be found in every text.
        let phrases = namesOfSeveralWords.values.joined().map {
            $0[0].utf8.count > 1 ? $0[0] : $0.joined(separator: " ")
        }
        for name in families.values.joined() + phrases {
            let bytes = Array(name.utf8)
            let key = key(bytes[0], bytes[1])
            if group[key] == 0 {
                group[key] = UInt8(names.count)
                names.append([])
            }
            names[Int(group[key])].append(bytes)
        }
        return (group, names)
    }()

    private static func key(_ first: UInt8, _ second: UInt8) -> Int { Int(lower(first)) << 8 | Int(lower(second)) }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

    /// Whether any name may stand in this text: a quick look at its bytes that spares most texts a closer one.
    func mayHoldName(besides names: Set<String>) -> Bool {
        let own = names.map { Array($0.utf8) }
        let bytes = Array(utf8)
        func stands(_ name: [UInt8], at start: Int) -> Bool {
            name.count <= bytes.count - start
                && name.indices.allSatisfy { name[$0] == Self.lower(bytes[start + $0]) }
        }
        for start in bytes.indices {
            let second = start + 1 < bytes.count ? bytes[start + 1] : UInt8(ascii: " ")
            let group = Self.beginnings.group[Self.key(bytes[start], second)]
            if group > 0, Self.beginnings.names[Int(group)].contains(where: { stands($0, at: start) }) { return true }
            if own.contains(where: { $0.first == Self.lower(bytes[start]) && stands($0, at: start) }) { return true }
        }
        return false
    }

    fileprivate static let partsOfNames: Set<String> = [
        "opus", "sonnet", "haiku", "pro", "flash", "ultra", "nano", "instruct", "coder", "turbo", "mini", "large",
        "small", "medium", "chat", "deepmind", "ai", "max", "plus", "cloud", "lite", "advanced", "gpt",
    ]

    fileprivate static let ambiguousNames: Set<String> = [
        "gemini", "claude", "llama", "meta", "mistral", "phi", "falcon", "bard", "alpaca", "koala", "dolly", "ernie",
        "granite", "palm", "sonar", "copilot", "grok", "google", "microsoft",
    ]
}
