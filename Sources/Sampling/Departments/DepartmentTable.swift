/// The departments of the sample, in the order in which they join as more are asked for.
enum DepartmentTable {
    /// id, title without the city, short form in document numbers, usual certificate.
    static let makers: [(id: String, title: String, short: String, certificate: String)] = rows(
        """
        approval-bureau 行政审批局 审 食品经营许可证
        culture 文化广电和旅游局 文 营业性演出许可证
        ecology 生态环境局 环 排污许可证
        emergency 应急管理局 应急 危险化学品经营许可证
        health 卫生健康委员会 卫 公共场所卫生许可证
        housing 住房和城乡建设局 建 建筑工程施工许可证
        transport 交通运输局 交 道路运输经营许可证
        urban-management 城市管理局 城管 城镇污水排入排水管网许可证
        natural-resources 自然资源和规划局 规划 建设工程规划许可证
        provincial-exchange 省直属机关窗口 省 安全生产许可证
        human-resources 人力资源和社会保障局 人社 人力资源服务许可证
        market-licensing 市场监督管理局许可处 市监 特种设备使用登记证
        fire 消防救援支队 消 公众聚集场所投入使用营业前消防安全检查合格证
        water 水利局 水 取水许可证
        education 教育局 教 民办学校办学许可证
        agriculture 农业农村局 农 农药经营许可证
        forestry 林业局 林 木材运输许可证
        science 科学技术局 科 实验动物使用许可证
        industry 经济和信息化局 经信 民用爆炸物品销售许可证
        civil-air-defence 人民防空办公室 人防 人防工程建设许可证
        police 公安局 公 旅馆业特种行业许可证
        justice 司法局 司 律师事务所执业许可证
        finance 财政局 财 代理记账许可证
        commerce 商务局 商 成品油零售经营批准证书
        statistics 统计局 统 涉外调查许可证
        sports 体育局 体 高危险性体育项目经营许可证
        medical-insurance 医疗保障局 医保 定点医药机构证书
        grain 粮食和物资储备局 粮 粮食收购许可证
        tobacco 烟草专卖局 烟 烟草专卖零售许可证
        meteorology 气象局 气 雷电防护装置检测资质证
        earthquake 地震局 震 地震安全性评价资质证书
        postal 邮政管理局 邮 快递业务经营许可证
        communications 通信管理局 通 增值电信业务经营许可证
        customs 海关 关 报关单位备案证书
        maritime 海事局 海事 水路运输许可证
        ports 港航管理局 港 港口经营许可证
        gardens 园林文物局 园文 文物保护工程资质证书
        press 新闻出版局 新出 出版物经营许可证
        film 电影局 影 电影放映经营许可证
        religion 民族宗教事务局 宗 宗教活动场所登记证
        energy 能源局 能 电力业务许可证
        salt 盐务管理局 盐 食盐定点批发企业证书
        drugs 药品监督管理局 药 药品经营许可证
        metrology 质量技术监督局 质 计量标准考核证书
        intellectual 知识产权局 知 专利代理机构执业许可证
        big-data 数据资源管理局 数 政务数据授权证书
        investment 发展和改革委员会 发改 企业投资项目核准批复
        state-assets 国有资产监督管理委员会 国资 产权登记证
        foreign-affairs 外事办公室 外 外国人工作许可证
        veterans 退役军人事务局 退 光荣牌证书
        archives 档案局 档 档案服务许可证
        railway 铁路监督管理局 铁 铁路运输许可证
        aviation 民航管理局 航 通用航空经营许可证
        housing-fund 住房公积金管理中心 公积金 缴存登记证
        """)

    static let relay = (id: "credit-platform", title: "公共信用信息平台")
    static let register = (id: "market-supervision", title: "市场监督管理局")
    static let tax = (id: "tax", title: "税务局")
    static let enterprises = (id: "self-disclosure", title: "企业自主公示")

    /// The maker with this number; beyond the table, districts.
    static func maker(_ number: Int) -> (id: String, title: String, short: String, certificate: String) {
        if number < makers.count { return makers[number] }
        let district = number - makers.count + 1
        return ("district-\(district)", "第\(district)区人民政府办公室", "区\(district)", "食品经营许可证")
    }

    private static func rows(_ text: String) -> [(id: String, title: String, short: String, certificate: String)] {
        text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ").map(String.init)
            return (parts[0], parts[1], parts[2], parts[3])
        }
    }
}
