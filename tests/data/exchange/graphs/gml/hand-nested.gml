Creator "hand"
Version 1
# a comment
graph
[
  comment "nested &amp; more"
  directed 1
  isPlanar 1
  node [ id 1 label "Node &quot;1&quot; &#26085;" graphics [ x 10.5 y -3 fill "#FF0000" ] thisIsASampleAttribute 42 ]
  node
  [
    id 2
    label "node 2"
    list [ a 1 b [ c "deep" ] ]
    list [ a 2 ]
  ]
  node [ id 3 isGroup 1 label "G" ]
  node [ id 4 gid 3 value +1.5E-3 big 12345678901234567890 ]
  edge [ source 1 target 2 label "Edge &lt;1&gt;" value 2 ]
  edge [ target 1 source 3 weight .5 ]
]
