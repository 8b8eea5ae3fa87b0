/// The syllables that fictitious enterprises, persons and streets are named with.
enum NameTables {
    static let brands = list(
        """
        华 盛 嘉 恒 瑞 祥 丰 泰 昌 隆 兴 达 通 源 润 泽 宏 远 鼎 铭 锦 绣 康 宁 安 和 顺 利 广 信 诚 德
        明 辉 光 耀 星 辰 海 川 江 河 湖 山 峰 岭 林 森 松 柏 竹 梅 兰 菊 荷 莲 云 天 宇 航 飞 翔 龙 凤
        金 银 玉 珠 晶 石 磊 钧 钰 锐 捷 迅 优 佳 美 雅 文 博 学 思 智 慧 创 新 科 汇 聚 众 合 联 邦 国
        """)
    static let trades = list(
        """
        科技 贸易 商贸 实业 机械制造 建材 餐饮管理 食品 医疗器械 环保工程 物流 供应链管理 文化传媒 信息技术 纺织 化工
        """)
    static let surnames = list(
        """
        赵 钱 孙 李 周 吴 郑 王 冯 陈 褚 卫 蒋 沈 韩 杨 朱 秦 尤 许 何 吕 施 张 孔 曹 严 华 金 魏 陶 姜
        """)
    static let given = list(
        """
        伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂 英 建 国 志 新 海 燕 晓 红 文 斌
        """)
    static let roads = list(
        """
        建设路 解放路 人民路 中山路 文三路 科技大道 工业园区东路 滨江大道 学院路 迎宾路 站前街 南湖路 北山路 望江路 创业路 和平街
        """)
    static let trading = list(
        """
        一般货物销售 预包装食品零售 道路普通货物运输 房屋建筑工程施工 危险化学品经营（不带储存） 餐饮服务 医疗服务 文艺演出 集装箱运输
        污水排放 人力资源服务 特种设备安装
        """)

    private static func list(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "\n" }.map(String.init)
    }
}
