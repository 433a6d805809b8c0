graph [
  version 2
  directed 1
  rankdir "LR"
  node [
    id 0
    name "a0"
    graphics [
      hasFill 1
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  node [
    id 1
    name "a1"
    graphics [
      hasFill 1
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  node [
    id 2
    name "a2"
    graphics [
      hasFill 1
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  node [
    id 3
    name "b0"
    graphics [
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  node [
    id 4
    name "b1"
    graphics [
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  node [
    id 5
    name "b2"
    graphics [
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  node [
    id 6
    name "start"
    label "Anna "A" Blum\nDirector"
    graphics [
      type "Mdiamond"
    ]
    LabelGraphics [
      text "Anna "A" Blum\nDirector"
      fontName "Helvetica"
    ]
  ]
  node [
    id 7
    name "end"
    graphics [
      type "box"
    ]
    LabelGraphics [
      fontName "Helvetica"
    ]
  ]
  edge [
    id 1
    source 0
    target 1
    weight ""
  ]
  edge [
    id 2
    source 1
    target 2
    weight ""
  ]
  edge [
    id 6
    source 1
    target 5
    weight ""
  ]
  edge [
    id 3
    source 3
    target 4
    weight ""
  ]
  edge [
    id 7
    source 4
    target 0
    weight ""
  ]
  edge [
    id 4
    source 6
    target 0
    label "offers"
    weight 3
    LabelGraphics [
      text "offers"
    ]
  ]
  edge [
    id 5
    source 6
    target 3
    weight ""
  ]
]
